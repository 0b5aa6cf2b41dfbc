import { type LedgerPosition, positionAt } from '@keyledger/domain';
import { type FollowFrom, isFault, type LedgerBatch, type LedgerRecord } from '@keyledger/ports';
import { corrupt, KAFKA_ERROR, KafkaRefusal, unavailable } from './errors.ts';
import { type Link, unlessAborted } from './link.ts';
import { Links } from './links.ts';
import { DEFAULT_MISSING_GRACE_MS, type KafkaFollowerOptions } from './options.ts';
import { decodeBatches } from './record-batch.ts';
import { fetchFrom, logOffset } from './requests.ts';

const LONG_POLL_MS = 1_000;
const MAX_FETCH_BYTES = 4 * 1024 * 1024;

/**
 * Reads the topic's partition in order, owning its offset: no consumer group, which would forget it and skip or repeat.
 * Ends when the signal aborts.
 * @throws Fault `ledger_corrupt`, `ledger_unavailable` where `closed` aborts
 */
export async function* followTopic(
  options: KafkaFollowerOptions,
  from: FollowFrom,
  signal: AbortSignal,
  closed: AbortSignal,
): AsyncGenerator<LedgerBatch, void, undefined> {
  const links = new Links(options);
  const stop = AbortSignal.any([signal, closed]);
  const cursor = new Cursor(options, links);
  try {
    if (from === 'end') {
      await cursor.toEnd(stop);
      yield { records: [], upTo: cursor.upTo };
    } else cursor.next = Math.max(from, 0);
    for (;;) {
      const batch = await cursor.read(stop);
      if (batch !== null) yield batch;
    }
  } catch (error) {
    if (signal.aborted) return;
    throw closed.aborted ? unavailable('the ledger was closed') : error;
  } finally {
    links.drop();
  }
}

/** Where one follower stands. */
class Cursor {
  next = 0;
  readonly #options: KafkaFollowerOptions;
  readonly #links: Links;
  #leaderEpoch = -1;
  /** Since when, on the monotonic clock, the log has not held what comes next. */
  #missingSince: number | undefined;
  /** The last record that was read. */
  #last: LedgerRecord | undefined;
  /** The connection over which that was seen to be there. */
  #proven: Link | undefined;

  constructor(options: KafkaFollowerOptions, links: Links) {
    this.#options = options;
    this.#links = links;
  }

  get upTo() {
    return positionAt(this.next - 1);
  }

  async toEnd(stop: AbortSignal): Promise<void> {
    for (;;) {
      const end = await this.#ask(stop, (link) => logOffset(link.leader, this.#options.topic, 'end'));
      if (end === null) continue;
      this.next = end;
      return;
    }
  }

  /** What follows, or null where nothing did within a long poll, or a connection has to be opened anew. */
  async read(stop: AbortSignal): Promise<LedgerBatch | null> {
    const answer = await this.#ask(stop, async (link) => {
      await this.#prove(link);
      return this.#fetch(link, this.next);
    });
    if (answer === null) return null;
    this.#missingSince = undefined;
    return this.#take(answer);
  }

  /** The batches from there on. @throws KafkaRefusal; Fault `ledger_corrupt` where they were missing for too long */
  async #fetch(link: Link, from: number): Promise<Buffer> {
    const { topic, requestTimeoutMs } = this.#options;
    const limits = { maxWaitMs: LONG_POLL_MS, maxBytes: MAX_FETCH_BYTES };
    const { errorCode, batches } = await fetchFrom(link.leader, topic, from, limits, requestTimeoutMs);
    if (errorCode === KAFKA_ERROR.offsetOutOfRange) await this.#isInRange(link);
    // With fresh metadata, another leader may hold it.
    if (errorCode !== KAFKA_ERROR.none) throw new KafkaRefusal('Fetch', errorCode);
    return batches;
  }

  /**
   * Whatever happened to the topic meanwhile, it closed the connection: over a new one the last record that was read is
   * read again, and must be the same. A log that was restored from a backup and has grown since then is found out here.
   * One that compaction removed proves nothing, and harms nothing.
   */
  async #prove(link: Link): Promise<void> {
    if (link === this.#proven) return;
    const last = this.#last;
    if (last !== undefined) {
      const found = findRecord(await this.#fetch(link, last.position), last.position);
      if (found === undefined && !(await this.#isInRange(link))) {
        throw new KafkaRefusal('Fetch', KAFKA_ERROR.offsetOutOfRange);
      }
      if (found !== undefined && Buffer.compare(found.value, last.value) !== 0) {
        throw corrupt(`topic ${this.#options.topic} holds another record at ${String(last.position)} than before`);
      }
    }
    this.#proven = link;
  }

  /** One question to the leader; null where it could not be answered: the next one goes over a new connection. */
  async #ask<T>(stop: AbortSignal, question: (link: Link) => Promise<T>): Promise<T | null> {
    const link = await this.#links.get(stop);
    try {
      const answer = await unlessAborted(question(link), stop);
      this.#links.worked();
      return answer;
    } catch (error) {
      if (stop.aborted || isFault(error)) throw error;
      this.#links.failed(link, error);
      return null;
    }
  }

  /**
   * The broker sends whole batches: what stands before the asked offset has been delivered already. Nothing new in an
   * answer says nothing about the end of the log.
   */
  #take(bytes: Buffer): LedgerBatch | null {
    const records: LedgerRecord[] = [];
    let next = this.next;
    for (const batch of decodeBatches(bytes)) {
      if (batch.lastOffset < next) continue;
      if (batch.leaderEpoch < this.#leaderEpoch) {
        throw corrupt(`leader epoch ${String(batch.leaderEpoch)} after ${String(this.#leaderEpoch)}: another log`);
      }
      this.#leaderEpoch = batch.leaderEpoch;
      for (const record of batch.records) if (record.position >= next) records.push(record);
      next = batch.lastOffset + 1;
    }
    if (next === this.next) return null;
    this.next = next;
    const last = records.at(-1);
    // Copied, or it would keep the whole answer.
    if (last !== undefined) this.#last = { position: last.position, value: Uint8Array.from(last.value) };
    return { records, upTo: this.upTo };
  }

  /**
   * Whether the log may go on where this follower stands. A leader that was just elected may look short for a moment;
   * what is still missing after the grace is gone: the topic was shortened or made anew, and reading on from anywhere
   * would hide it (rule 20).
   */
  async #isInRange({ leader }: Link): Promise<boolean> {
    const [start, end] = await Promise.all([
      logOffset(leader, this.#options.topic, 'start'),
      logOffset(leader, this.#options.topic, 'end'),
    ]);
    if (start <= this.next && this.next <= end) return true;
    const now = performance.now();
    this.#missingSince ??= now;
    if (now - this.#missingSince < (this.#options.missingGraceMs ?? DEFAULT_MISSING_GRACE_MS)) return false;
    throw corrupt(
      `topic ${this.#options.topic} holds offsets ${String(start)} to ${String(end - 1)}, and ${String(this.next)} was next`,
    );
  }
}

/** The record at that position, where the log still has it. */
function findRecord(bytes: Buffer, position: LedgerPosition): LedgerRecord | undefined {
  for (const batch of decodeBatches(bytes)) {
    if (batch.lastOffset >= position) return batch.records.find((record) => record.position === position);
  }
  return undefined;
}
