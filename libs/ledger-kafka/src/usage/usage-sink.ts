import { type LedgerEntry, type UsageBatch, type UsageSink, silentLogger } from '@keyledger/ports';
import { encodeUsageBatch } from '@keyledger/wire';
import { produceVerdict, unavailable } from '../errors.ts';
import { openLink, unlessAborted } from '../link.ts';
import { Links } from '../links.ts';
import type { KafkaFollowerOptions } from '../options.ts';
import { produce } from '../requests.ts';
import { partitionsOf, whenUp } from '../topic.ts';

/** How long the topic is looked for, once a batch wants to go there. */
const LOOK_MS = 2_000;

interface Way {
  readonly partition: number;
  readonly links: Links;
}

/**
 * Writes batches into the topic of usage: all of one node into one partition, so that they stay in order. What is not
 * known to be written is written again by the recorder: a batch counts once.
 */
export class KafkaUsageSink implements UsageSink {
  readonly #options: KafkaFollowerOptions;
  /** By partition: an authority writes for many nodes. */
  readonly #links = new Map<number, Links>();
  /** As few as there ever were: where more are added, a node keeps its partition, and its batches their order. */
  #partitions = Number.POSITIVE_INFINITY;
  /** Counted once for all who write at the same time, and anew after a failure: a topic that was made anew may have fewer. */
  #counted: Promise<void> | undefined;

  constructor(options: KafkaFollowerOptions) {
    this.#options = options;
  }

  /** Tries on while brokers say that they have not written it. @throws Fault `ledger_unavailable` */
  async take(batch: UsageBatch, signal: AbortSignal): Promise<void> {
    const entry = { key: Buffer.from(batch.node, 'hex'), value: encodeUsageBatch(batch) };
    try {
      const way = await this.#wayOf(batch);
      while (!(await this.#write(way, entry, signal)));
    } catch (error) {
      this.#counted = undefined;
      throw error;
    }
  }

  /** False: it was certainly not written, and another leader may take it. */
  async #write({ partition, links }: Way, entry: LedgerEntry, signal: AbortSignal): Promise<boolean> {
    const { topic, requestTimeoutMs } = this.#options;
    const link = await links.get(signal).catch((error: unknown) => Promise.reject(notWritten(error)));
    try {
      const written = produce(link.leader, topic, [entry], requestTimeoutMs, partition);
      const { errorCode, baseOffset } = await unlessAborted(written, signal);
      const verdict = produceVerdict(errorCode, baseOffset);
      if (verdict === 'written') links.worked();
      else links.failed(link, new Error(`error code ${String(errorCode)}`));
      if (verdict === 'written' || verdict === 'not now') return verdict === 'written';
      throw new Error(`error code ${String(errorCode)}`);
    } catch (error) {
      links.failed(link, error);
      throw notWritten(error);
    }
  }

  close(): void {
    for (const links of this.#links.values()) links.drop();
  }

  async #wayOf({ node }: UsageBatch): Promise<Way> {
    this.#counted ??= this.#count();
    await this.#counted;
    const partition = Number.parseInt(node.slice(0, 8), 16) % this.#partitions;
    const links = this.#links.get(partition) ?? new Links({ ...this.#options, partition }, openLink);
    this.#links.set(partition, links);
    return { partition, links };
  }

  async #count(): Promise<void> {
    // Whoever asks tells that it failed.
    const options = { ...this.#options, startTimeoutMs: LOOK_MS, logger: silentLogger };
    const partitions = await whenUp(options, (admin) => partitionsOf(admin, options.topic));
    if (partitions.length === 0) throw notWritten(new Error('there is no such topic'));
    this.#partitions = Math.min(this.#partitions, partitions.length);
  }
}

const notWritten = (error: unknown) => unavailable('a batch of usage was not written', error);
