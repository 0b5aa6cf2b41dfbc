import { setImmediate as nextTurn } from 'node:timers/promises';
import { stepOf, USAGE_INTERVALS, type UsageInterval, type UsageRollup } from '@keyledger/domain';
import { Fault, type SecurityRow, type UsageBatch } from '@keyledger/ports';
import type { Database, Statement } from '../database.ts';
import type { Page } from '../paging.ts';
import { type SecurityMinute, type SecurityQuery, SecurityTable } from './security-table.ts';
import { type UsedRoute, UsageTable } from './usage-table.ts';

/** How long each step of usage, and security events, are kept, in milliseconds. */
export type UsageRetention = Readonly<Record<UsageInterval | 'security', number>>;

/** Where a batch stood in the topic of usage. */
export interface UsageOffset {
  /** Of a topic that was made anew, the offsets are others. */
  readonly topicId: string;
  readonly partition: number;
  readonly offset: number;
}

export interface UsageQuery {
  readonly keyId: string;
  readonly interval: UsageInterval;
  /** Both whole steps: from the first until before the second. */
  readonly from: number;
  readonly to: number;
}

/** Rows after which others get their turn: this is the thread that keys are verified on. Some 2 ms. */
const ROWS_A_TURN = 50;
/** Rows after which what was logged is written back into the file. */
const ROWS_LOGGED = 1_000;
/** More than this is no answer that somebody reads. */
const MAX_ROLLUPS = 50_000;
/** A node that was silent for so long has ended: nothing of it comes again. */
const NODE_MS = 7 * 86_400_000;

/** What nodes have counted, in steps of minutes, hours and days, each kept for its own time. */
export class UsageStore implements Disposable {
  readonly #database: Database;
  readonly #usage: UsageTable;
  readonly #security: SecurityTable;
  readonly #sequenceOf: Statement<{ sequence: number }>;
  readonly #seen: Statement;
  readonly #forgetNodes: Statement;
  readonly #used: Statement;
  readonly #lastUse: Statement<{ at: number }>;
  readonly #move: Statement;
  readonly #next: Statement<{ partition: number; next: number }>;
  readonly #forgetOthers: Statement<object>;
  /** Rows since the log was last written back. */
  #logged = 0;
  /** One after the other: all of them use the one connection. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(database: Database) {
    this.#database = database;
    this.#usage = new UsageTable(database);
    this.#security = new SecurityTable(database);
    this.#sequenceOf = database.prepare('SELECT sequence FROM nodes WHERE node = :node');
    this.#seen = database.prepare(
      'INSERT INTO nodes VALUES (:node, :sequence, :now) ON CONFLICT DO UPDATE SET sequence = :sequence, seen_at = :now',
    );
    this.#forgetNodes = database.prepare('DELETE FROM nodes WHERE seen_at < :before');
    this.#used = database.prepare(
      'INSERT INTO last_use VALUES (:key_id, :at) ON CONFLICT DO UPDATE SET at = max(at, :at)',
    );
    this.#lastUse = database.prepare('SELECT at FROM last_use WHERE key_id = :key_id');
    this.#move = database.prepare('INSERT OR REPLACE INTO offsets VALUES (:topic_id, :partition, :next)');
    this.#next = database.prepare('SELECT partition, next FROM offsets WHERE topic_id = :topic_id');
    this.#forgetOthers = database.prepare('DELETE FROM offsets WHERE topic_id <> :topic_id RETURNING partition');
  }

  /**
   * Adds a batch, unless it was added before; resolves when that is on the disk. All of it or nothing.
   * @param at where it stood, kept with it; null: it did not come from a topic
   * @throws Fault `internal`
   */
  async take(batch: UsageBatch, now: number, at: UsageOffset | null = null): Promise<void> {
    await this.#inTurn(async () => {
      if (this.#hasSeen(batch)) return this.#moveTo(at);
      await this.#transaction(() => this.#add(batch, now, at));
    });
    this.#wrote(batch.usage.length + batch.security.length);
  }

  /** The next offset of each partition that was read. */
  nextOffsets(topicId: string): ReadonlyMap<number, number> {
    return new Map(this.#next.all({ topic_id: topicId }).map(({ partition, next }) => [partition, next]));
  }

  /** A topic that was made anew goes on under another id, with offsets of its own: true where another one was read here. */
  forgetOtherTopics(topicId: string): Promise<boolean> {
    return this.#inTurn(() => Promise.resolve(this.#forgetOthers.all({ topic_id: topicId }).length > 0));
  }

  /** A record that holds no batch is left behind. */
  skip(at: UsageOffset): Promise<void> {
    return this.#inTurn(() => Promise.resolve(this.#moveTo(at)));
  }

  /** When the key was last used with success of its own checks, in milliseconds since the epoch; null: not known. */
  lastUsedAt(keyId: string): number | null {
    return this.#lastUse.get({ key_id: keyId })?.at ?? null;
  }

  /** Since when anything was counted here, by what is still held; null: nothing is. */
  countedSince(): number | null {
    return this.#usage.first();
  }

  /** How often a key used each route in each hour from `from` on, oldest first. */
  hoursOf(keyId: string, from: number): readonly UsedRoute[] {
    return this.#usage.hoursOf(keyId, from);
  }

  /** @throws Fault `validation_failed` where that is more than anybody reads */
  usage({ keyId, interval, from, to }: UsageQuery): readonly UsageRollup[] {
    const rows = this.#usage.ofKey(keyId, interval, from, to, MAX_ROLLUPS + 1);
    if (rows.length <= MAX_ROLLUPS) return rows;
    const errors = [{ field: 'from', message: 'nearer to `to`, or a longer `interval`: this is too much to add up' }];
    throw new Fault('validation_failed', 'The request has invalid fields.', { errors });
  }

  security(query: SecurityQuery): Page<SecurityRow> {
    return this.#security.list(query);
  }

  /** The minutes from the first moment until before the second in which an organization had security events. */
  securityMinutes(organizationId: string, from: number, to: number): readonly number[] {
    return this.#security.minutes(organizationId, from, to);
  }

  securityOfMinute(organizationId: string, minute: number, limit: number): SecurityMinute {
    return this.#security.ofMinute(organizationId, minute, limit);
  }

  /** Forgets what is older than it is to be kept. */
  async prune(now: number, retention: UsageRetention): Promise<void> {
    for (const interval of USAGE_INTERVALS) {
      await this.#forget((limit) => this.#usage.forget(interval, now - retention[interval], limit));
    }
    await this.#forget((limit) => this.#security.forget(now - retention.security, limit));
    await this.#inTurn(() => Promise.resolve(this.#forgetNodes.run({ before: now - NODE_MS })));
  }

  /** Resolves when what is under way is over. */
  async close(): Promise<void> {
    await this.#turn.catch(() => undefined);
    this[Symbol.dispose]();
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }

  async #forget(some: (limit: number) => boolean): Promise<void> {
    while (await this.#inTurn(() => Promise.resolve(some(ROWS_A_TURN)))) {
      this.#wrote(ROWS_A_TURN);
      await nextTurn();
    }
  }

  /** Nobody waits for it: what cannot be written back stays in the log, where it is as safe. */
  #wrote(rows: number): void {
    this.#logged += rows;
    if (this.#logged < ROWS_LOGGED) return;
    this.#logged = 0;
    const writeBack = async (): Promise<void> => {
      await nextTurn();
      this.#database.checkpoint();
    };
    this.#inTurn(writeBack).catch(() => undefined);
  }

  #hasSeen({ node, sequence }: UsageBatch): boolean {
    return sequence <= (this.#sequenceOf.get({ node })?.sequence ?? 0);
  }

  #moveTo(at: UsageOffset | null): void {
    if (at !== null) this.#move.run({ topic_id: at.topicId, partition: at.partition, next: at.offset + 1 });
  }

  async #add({ node, sequence, usage, security }: UsageBatch, now: number, at: UsageOffset | null): Promise<void> {
    // What a node whose clock is ahead has counted is of now: the future would be kept until long after it.
    const latest = stepOf(now, 'minute');
    for (const [index, row] of usage.entries()) {
      if (index % ROWS_A_TURN === ROWS_A_TURN - 1) await nextTurn();
      this.#usage.add({ ...row, minute: Math.min(row.minute, latest) });
      const usedAt = Math.min(row.lastUsedAt, now);
      if (usedAt > 0 && row.keyId !== '') this.#used.run({ key_id: row.keyId, at: usedAt });
    }
    for (let from = 0; from < security.length; from += ROWS_A_TURN) {
      await nextTurn();
      const rows = security.slice(from, from + ROWS_A_TURN);
      this.#security.add(rows.map((row) => ({ ...row, minute: Math.min(row.minute, latest) })));
    }
    this.#seen.run({ node, sequence, now });
    this.#moveTo(at);
    // The disk is waited for in a turn of its own.
    await nextTurn();
  }

  async #transaction(work: () => Promise<void>): Promise<void> {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      await work();
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#database.rollBack();
      throw error;
    }
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#turn.then(work, work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}
