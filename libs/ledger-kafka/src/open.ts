import { type LedgerPosition, positionAt } from '@keyledger/domain';
import type {
  FollowFrom,
  Ledger,
  LedgerBarrier,
  LedgerBatch,
  LedgerEntry,
  LedgerFollower,
  SeenRecord,
} from '@keyledger/ports';
import { Appender } from './appender.ts';
import { unavailable } from './errors.ts';
import { followTopic } from './follower.ts';
import { openLink, unlessAborted } from './link.ts';
import { Links } from './links.ts';
import type { KafkaFollowerOptions, KafkaLedgerOptions } from './options.ts';
import { logOffset } from './requests.ts';
import { SharedQuestion, patienceOf } from './shared-question.ts';
import { awaitTopic, ensureTopic } from './topic.ts';

/** Reads the ledger, and lets go of its connections. */
export interface KafkaFollower extends LedgerFollower {
  /** Followers that still wait end as `ledger_unavailable`. */
  close(): Promise<void>;
}

/**
 * Opens the ledger to read and write.
 * @throws Fault `ledger_unsafe` where the topic's settings could lose or reorder events; `ledger_unavailable`
 */
export async function openKafkaLedger(options: KafkaLedgerOptions): Promise<Ledger> {
  await ensureTopic(options, options.createTopic);
  return new KafkaLedger(options);
}

/**
 * Opens the ledger to read alone; needs no right but to describe and read the topic.
 * @throws Fault `ledger_unsafe` where it has more than one partition; `ledger_unavailable`
 */
export async function openKafkaFollower(options: KafkaFollowerOptions): Promise<KafkaFollower> {
  await awaitTopic(options);
  return new KafkaReader(options);
}

class KafkaReader implements KafkaFollower {
  readonly #options: KafkaFollowerOptions;
  readonly #closed = new AbortController();

  constructor(options: KafkaFollowerOptions) {
    this.#options = options;
  }

  follow(from: FollowFrom, signal: AbortSignal, seen?: SeenRecord): AsyncIterable<LedgerBatch> {
    return followTopic(this.#options, { from, seen }, signal, this.#closed.signal);
  }

  close(): Promise<void> {
    this.#closed.abort(unavailable('the ledger was closed'));
    return Promise.resolve();
  }
}

class KafkaLedger implements Ledger {
  readonly #options: KafkaLedgerOptions;
  readonly #reader: KafkaReader;
  readonly #appender: Appender;
  /** Not the appender's, where a failure of this would leave appends without an answer. */
  readonly #links: Links;
  readonly #next: SharedQuestion<number>;
  readonly #closed = new AbortController();

  constructor(options: KafkaLedgerOptions) {
    this.#options = options;
    this.#reader = new KafkaReader(options);
    this.#appender = new Appender(options);
    this.#links = new Links(options, openLink);
    this.#next = new SharedQuestion(this.#links, ({ leader }) => logOffset(leader, options.topic, 'end'));
  }

  append(entry: LedgerEntry): Promise<LedgerPosition> {
    return this.#appender.append(entry);
  }

  /** A deposed leader still answers reads, with an old end, but it cannot complete a write. */
  async barrier(entry: LedgerEntry): Promise<LedgerBarrier> {
    return { position: await this.append(entry), isNew: true };
  }

  follow(from: FollowFrom, signal: AbortSignal, seen?: SeenRecord): AsyncIterable<LedgerBatch> {
    return this.#reader.follow(from, signal, seen);
  }

  async end(): Promise<LedgerPosition> {
    const stop = AbortSignal.any([this.#closed.signal, AbortSignal.timeout(patienceOf(this.#options))]);
    while (!stop.aborted) {
      try {
        return positionAt((await unlessAborted(this.#next.ask(stop), stop)) - 1);
      } catch {
        // Links says why, and waits before it tries again.
      }
    }
    throw unavailable('the end of the ledger could not be read', this.#links.trouble ?? stop.reason);
  }

  async close(): Promise<void> {
    await this.#appender.close();
    this.#closed.abort(unavailable('the ledger was closed'));
    this.#links.drop();
    await this.#reader.close();
  }
}
