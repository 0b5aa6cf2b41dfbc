import { isFault } from '@keyledger/ports';
import { KAFKA_ERROR, KafkaRefusal, messageOf } from '../errors.ts';
import { pause, unlessAborted } from '../link.ts';
import type { KafkaFollowerOptions } from '../options.ts';
import { decodeBatches } from '../record-batch.ts';
import { type PartitionAnswer, fetchAll, logOffset } from '../requests.ts';
import { topicIdAt } from './topic-id.ts';
import type { Share } from './usage-link.ts';
import type { UsageReader, UsageRecord } from './usage-reader.ts';

/** Nobody waits for usage as one does for a revocation, and the first record ends the wait: an idle topic is asked seldom. */
const LONG_POLL_MS = 30_000;
const MAX_FETCH_BYTES = 4 * 1024 * 1024;
/** Before what cannot be read is tried once more, and passed over then: it may have been damaged on its way. */
const UNREADABLE_PAUSE_MS = 2_000;

export interface ShareContext {
  readonly options: KafkaFollowerOptions;
  readonly reader: UsageReader;
  readonly topicId: string;
  /** The broker has answered as it should. */
  readonly worked: () => void;
}

interface Position {
  readonly partition: number;
  offset: number;
  /** It is left alone until then, on the monotonic clock. */
  restsUntil: number;
  /** What could not be read lately and begins here is passed over; -1: nothing was. */
  unreadableAt: number;
}

/** Reads the partitions that one broker leads, by one question at a time for all of them. */
export class ShareReader {
  readonly #context: ShareContext;
  readonly #broker: Share['broker'];
  /** Whose turn is first comes first: no partition that is written to all the time keeps the others waiting. */
  #positions: readonly Position[];

  constructor(context: ShareContext, { broker, partitions }: Share, from: ReadonlyMap<number, number>) {
    this.#context = context;
    this.#broker = broker;
    this.#positions = partitions.map((partition) => {
      return { partition, offset: from.get(partition) ?? 0, restsUntil: 0, unreadableAt: -1 };
    });
  }

  /** @throws why it cannot be read on over this connection; `stop.reason` */
  async read(stop: AbortSignal): Promise<void> {
    for (;;) {
      stop.throwIfAborted();
      const now = performance.now();
      const awake = this.#positions.filter(({ restsUntil }) => restsUntil <= now);
      const asleep = this.#positions.filter(({ restsUntil }) => restsUntil > now);
      const forMs = Math.min(LONG_POLL_MS, ...asleep.map(({ restsUntil }) => Math.ceil(restsUntil - now)));
      if (awake.length === 0) await pause(forMs, stop);
      else await this.#readOnce(awake, forMs, stop);
    }
  }

  async #readOnce(awake: readonly Position[], maxWaitMs: number, stop: AbortSignal): Promise<void> {
    const { topic, requestTimeoutMs } = this.#context.options;
    const limits = { maxWaitMs, maxBytes: MAX_FETCH_BYTES };
    const answers = await unlessAborted(fetchAll(this.#broker, topic, awake, limits, requestTimeoutMs), stop);
    await this.#prove(stop);
    const positions = new Map(awake.map((position) => [position.partition, position]));
    for (const answer of answers) {
      const position = positions.get(answer.partition);
      if (position !== undefined && answer.errorCode === KAFKA_ERROR.none) await this.#take(position, answer);
    }
    for (const { partition, errorCode } of answers) {
      const position = positions.get(partition);
      if (position !== undefined && errorCode !== KAFKA_ERROR.none) await this.#refused(position, errorCode, stop);
    }
    this.#context.worked();
  }

  /**
   * An answer may be of a topic that was made anew since the last one, under the same name. It is asked after the answer, as
   * a broker knows of a topic before it serves its log.
   */
  async #prove(stop: AbortSignal): Promise<void> {
    const { options, topicId } = this.#context;
    const now = await unlessAborted(topicIdAt(this.#broker, options.topic), stop);
    if ((now ?? options.topic) !== topicId) throw new Error(`topic ${options.topic} was made anew`);
  }

  async #take(position: Position, { batches }: PartitionAnswer): Promise<void> {
    const { reader, topicId } = this.#context;
    const { records, next } = this.#decode(batches, position);
    if (next === position.offset) return;
    if (records.length > 0) await reader.take(topicId, position.partition, records);
    position.offset = next;
    this.#positions = [...this.#positions.filter((other) => other !== position), position];
  }

  /** What can be read; in front of what cannot, it rests once. */
  #decode(bytes: Buffer, position: Position): { records: readonly UsageRecord[]; next: number } {
    const records: UsageRecord[] = [];
    let next = position.offset;
    try {
      for (const batch of decodeBatches(bytes)) {
        if (batch.lastOffset < next) continue;
        for (const { position: offset, value } of batch.records) if (offset >= next) records.push({ offset, value });
        next = batch.lastOffset + 1;
      }
    } catch (error) {
      if (!isFault(error)) throw error;
      next = this.#unreadable(position, next, error);
    }
    return { records, next };
  }

  /**
   * Where it goes on: behind the one offset, where that was tried before. The next one may be of the same batch, whose
   * length nobody can tell, and is not waited for again.
   */
  #unreadable(position: Position, offset: number, error: unknown): number {
    const { logger, topic } = this.#context.options;
    const where = { topic, partition: position.partition, offset, error: messageOf(error) };
    if (position.unreadableAt === offset) {
      logger.error(where, 'a record of the topic of usage cannot be read, and is passed over');
      return (position.unreadableAt = offset + 1);
    }
    logger.warn(where, 'the topic of usage cannot be read on; trying once more');
    position.unreadableAt = offset;
    position.restsUntil = performance.now() + UNREADABLE_PAUSE_MS;
    return offset;
  }

  async #refused(position: Position, errorCode: number, stop: AbortSignal): Promise<void> {
    if (errorCode !== KAFKA_ERROR.offsetOutOfRange) throw new KafkaRefusal('Fetch', errorCode);
    // Forgotten by the topic's retention: its beginning is what there is.
    const start = logOffset(this.#broker, this.#context.options.topic, 'start', position.partition);
    position.offset = await unlessAborted(start, stop);
  }
}
