import type { LedgerPosition } from '@keyledger/domain';
import { NOOP_KEY, type SeenRecord } from '@keyledger/ports';
import type { StoredRecord } from './record-batch.ts';

/** What must stand at a position for the log to be the one that was read. */
export interface KnownRecord {
  readonly position: LedgerPosition;
  /** Compaction may have removed it. */
  readonly mayBeGone: boolean;
  isSame(found: StoredRecord): boolean;
}

/**
 * By what a follower knows its log: the last attempt, which no other is equal to and compaction never removes; and the
 * last record, as a log may have been put back to behind that attempt and then have got others.
 */
export class KnownRecords {
  #attempt: KnownRecord | undefined;
  /** Where it is no attempt. */
  #noop: KnownRecord | undefined;

  /** @param seen the last attempt of before */
  constructor(seen: SeenRecord | undefined) {
    if (seen === undefined) return;
    const { position } = seen;
    this.#attempt = { position, mayBeGone: false, isSame: (found) => seen.recognises(found) };
  }

  get newestFirst(): readonly KnownRecord[] {
    return [this.#noop, this.#attempt].filter((known) => known !== undefined);
  }

  /** These were read, in order. */
  read(records: readonly StoredRecord[]): void {
    const last = records.at(-1);
    const attempt = records.findLast((record) => !isNoop(record));
    if (attempt !== undefined) this.#attempt = known(attempt, false);
    if (last !== undefined) this.#noop = last === attempt ? undefined : known(last, true);
  }
}

const isNoop = ({ key }: StoredRecord): boolean => Buffer.compare(key, NOOP_KEY) === 0;

/** The value is copied, or it would keep the whole answer. No-ops can be equal, so the broker's time counts as well. */
function known({ position, value, appendedAt }: StoredRecord, mayBeGone: boolean): KnownRecord {
  const copy = Uint8Array.from(value);
  return {
    position,
    mayBeGone,
    isSame: (found) => found.appendedAt === appendedAt && Buffer.compare(found.value, copy) === 0,
  };
}
