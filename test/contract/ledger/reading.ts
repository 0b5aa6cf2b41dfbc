import { BEFORE_FIRST, positionAt } from '@keyledger/domain';
import type { FollowFrom, Ledger, LedgerBatch, LedgerEntry, LedgerRecord, SeenRecord } from '@keyledger/ports';
import { expect } from 'vitest';

export const FIRST = positionAt(0);

/** Ample for any adapter on a busy machine; no guarantee may need it. */
export const DEADLINE_MS = 15_000;

/** Fails where the promise has not settled in time, so that a hang names itself. */
export async function within<Value>(promise: Promise<Value>, what: string, ms = DEADLINE_MS): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`${what}: not within ${String(ms)} ms`));
    }, ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** An entry whose value is the text, under a key of its own, so that compaction keeps it. */
export function entry(text: string): LedgerEntry {
  return { key: Buffer.from(`key of ${text}`), value: Buffer.from(text) };
}

export const textOf = (record: LedgerRecord): string => Buffer.from(record.value).toString();

/** A follower that checks of each batch what must hold of every one. */
export class Reader {
  readonly records: LedgerRecord[] = [];
  readonly #abort = new AbortController();
  readonly #batches: AsyncIterator<LedgerBatch>;
  #upTo = BEFORE_FIRST;

  constructor(ledger: Ledger, from: FollowFrom, seen?: SeenRecord) {
    this.#batches = ledger.follow(from, this.#abort.signal, seen)[Symbol.asyncIterator]();
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** The next batch; null where the iteration has ended. */
  async next(ms = DEADLINE_MS): Promise<LedgerBatch | null> {
    const result = await within(this.#batches.next(), 'the next batch', ms);
    if (result.done === true) return null;
    const batch = result.value;
    for (const record of batch.records) {
      expect(record.position, 'delivered again, or out of order').toBeGreaterThan(this.#upTo);
      this.#upTo = record.position;
      this.records.push(record);
    }
    expect(batch.upTo, 'upTo lies before what was delivered').toBeGreaterThanOrEqual(this.#upTo);
    this.#upTo = batch.upTo;
    return batch;
  }

  /** Reads on until that many records were read in all. */
  async read(count: number, ms = DEADLINE_MS): Promise<readonly LedgerRecord[]> {
    while (this.records.length < count) {
      if ((await this.next(ms)) === null) throw new Error('the follower ended');
    }
    return this.records;
  }

  /** Ends it as a consumer does: by the signal. */
  async stop(): Promise<void> {
    this.#abort.abort();
    while ((await this.next()) !== null);
  }

  /** Ends it as a `break` does. */
  async leave(): Promise<void> {
    await within(Promise.resolve(this.#batches.return?.()), 'the end of an abandoned follower');
  }
}

/** Everything that lies from `from` to the end of this moment. */
export async function readAll(ledger: Ledger, from = FIRST): Promise<readonly LedgerRecord[]> {
  const end = await ledger.end();
  if (end < from) return [];
  const reader = new Reader(ledger, from);
  for (;;) {
    const batch = await reader.next();
    if (batch === null) throw new Error('the follower ended');
    if (batch.upTo >= end) break;
  }
  await reader.stop();
  return reader.records;
}
