import { positionAt } from '@keyledger/domain';
import { type FollowFrom, isFault, type LedgerBatch, type SeenRecord, systemClock } from '@keyledger/ports';
import { corrupt, KAFKA_ERROR, KafkaRefusal, unavailable } from './errors.ts';
import { Grace } from './grace.ts';
import { type KnownRecord, KnownRecords } from './known-records.ts';
import { type Link, openLink, unlessAborted } from './link.ts';
import { Links } from './links.ts';
import { DEFAULT_MISSING_GRACE_MS, type KafkaFollowerOptions } from './options.ts';
import { decodeBatches, type StoredRecord } from './record-batch.ts';
import { fetchFrom, logOffset } from './requests.ts';

const LONG_POLL_MS = 1_000;
const MAX_FETCH_BYTES = 4 * 1024 * 1024;
/** A broker sends the first batch whole. */
const ONE_BATCH_BYTES = 1;
/** Less than it takes to delete a topic, to make it anew and to fill it. */
const UNWATCHED_MS = 50;

export interface FollowerStart {
  readonly from: FollowFrom;
  /** An attempt below it that was read before. */
  readonly seen: SeenRecord | undefined;
}

/**
 * Reads the topic's partition in order, owning its offset: no consumer group, which would forget it and skip or repeat.
 * Ends when the signal aborts.
 * @throws Fault `ledger_corrupt`, `ledger_unavailable` where `closed` aborts
 */
export async function* followTopic(
  options: KafkaFollowerOptions,
  { from, seen }: FollowerStart,
  signal: AbortSignal,
  closed: AbortSignal,
): AsyncGenerator<LedgerBatch, void, undefined> {
  const links = new Links(options, openLink);
  const stop = AbortSignal.any([signal, closed]);
  const cursor = new Cursor(options, links, new KnownRecords(seen));
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
  readonly #grace: Grace;
  readonly #known: KnownRecords;
  /** The connection over which those were seen to be there. */
  #proven: Link | undefined;
  /** The log was the one that was read at this moment or later: when it was asked, as its answer may lie unread for long. */
  #watchedAt: Moment = { wall: 0, monotonic: 0 };

  constructor(options: KafkaFollowerOptions, links: Links, known: KnownRecords) {
    this.#options = options;
    this.#links = links;
    this.#known = known;
    this.#grace = new Grace(options.missingGraceMs ?? DEFAULT_MISSING_GRACE_MS);
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
    const answer = await this.#ask(stop, (link) => this.#fetchProven(link));
    if (answer === null) return null;
    this.#grace.found();
    return this.#take(answer);
  }

  /**
   * Whatever happens to the topic while the leader is asked, it refuses or closes the connection; but between two
   * questions this process may have stood still, or the network. So what was read before is read again, over a new
   * connection and behind an answer that came later than at once, and must be the same. A log that was restored from a
   * backup and has grown since then is found out here. It is looked up after the answer, as only then it is of the log
   * that the answer is of; an answer of nothing needs no proof.
   */
  async #fetchProven(link: Link): Promise<Buffer> {
    if (link !== this.#proven) {
      this.#watchedAt = now();
      await this.#prove(link);
    }
    const askedAt = now();
    const batches = await this.#fetch(link, this.next, MAX_FETCH_BYTES);
    if (batches.length === 0) return batches;
    if (elapsedMs(this.#watchedAt) >= UNWATCHED_MS) await this.#prove(link);
    this.#watchedAt = askedAt;
    return batches;
  }

  /** The batches from there on. @throws KafkaRefusal; Fault `ledger_corrupt` where they were missing for too long */
  async #fetch(link: Link, from: number, maxBytes: number): Promise<Buffer> {
    const { topic, requestTimeoutMs } = this.#options;
    const limits = { maxWaitMs: LONG_POLL_MS, maxBytes };
    const { errorCode, batches } = await fetchFrom(link.leader, topic, from, limits, requestTimeoutMs);
    if (errorCode === KAFKA_ERROR.offsetOutOfRange) await this.#checkRange(link, from);
    // With fresh metadata, another leader may hold it.
    if (errorCode !== KAFKA_ERROR.none) throw new KafkaRefusal('Fetch', errorCode);
    return batches;
  }

  /**
   * Over a new connection all that is known must be there. Behind an answer the newest suffices: who made the log anew
   * could not append that again at that moment.
   * @throws Fault `ledger_corrupt` where the log is another one; what {@link #missing} throws
   */
  async #prove(link: Link): Promise<void> {
    const isNew = link !== this.#proven;
    for (const known of this.#known.newestFirst) if ((await this.#isThere(link, known)) && !isNew) break;
    this.#proven = link;
  }

  /** Whether it is there, as it was read. */
  async #isThere(link: Link, { position, mayBeGone, isSame }: KnownRecord): Promise<boolean> {
    const found = findRecord(await this.#fetch(link, position, ONE_BATCH_BYTES), position);
    const where = `topic ${this.#options.topic}, at ${String(position)}`;
    if (found !== undefined && !isSame(found)) throw corrupt(`${where}: another record than before`);
    if (found !== undefined) return true;
    await this.#checkRange(link, position);
    return mayBeGone ? false : this.#missing(`${where}: the attempt is gone`);
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
    const records: StoredRecord[] = [];
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
    this.#known.read(records);
    return { records, upTo: this.upTo };
  }

  /** Whether the log reaches from there to where this follower stands; as {@link #missing} where not. */
  async #checkRange({ leader }: Link, from: number): Promise<void> {
    const { topic } = this.#options;
    const [start, end] = await Promise.all([logOffset(leader, topic, 'start'), logOffset(leader, topic, 'end')]);
    if (start <= from && this.next <= end) return;
    const [last, asked, next] = [end - 1, from, this.next].map(String);
    this.#missing(`topic ${topic} holds offsets ${String(start)} to ${last}; read were ${asked} to before ${next}`);
  }

  /**
   * A leader that was just elected may look short for a moment: it is asked again. What is still missing after the grace
   * is gone: the topic was cut or made anew, and reading on from anywhere would hide it (rule 20).
   */
  #missing(what: string): never {
    throw this.#grace.isOver() ? corrupt(what) : new Error(what);
  }
}

/** On both clocks: the monotonic one may stand still while the machine is suspended. */
interface Moment {
  readonly wall: number;
  readonly monotonic: number;
}

const now = (): Moment => ({ wall: systemClock.wall(), monotonic: systemClock.monotonic() });

/** By the clock that says more; a wall clock that was set back says that something happened. */
function elapsedMs(since: Moment): number {
  const { wall, monotonic } = now();
  return Math.max(Math.abs(wall - since.wall), monotonic - since.monotonic);
}

/** The record at that position, where the log still has it. */
function findRecord(bytes: Buffer, position: number): StoredRecord | undefined {
  for (const batch of decodeBatches(bytes)) {
    if (batch.lastOffset >= position) return batch.records.find((record) => record.position === position);
  }
  return undefined;
}
