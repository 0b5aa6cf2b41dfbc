import type { LedgerPosition } from '@keyledger/domain';

/** Someone may use, until then, what was read below `position`. */
interface Possible {
  readonly position: LedgerPosition;
  /** By the monotonic clock. */
  readonly firstUntil: number;
  until: number;
}

/** Those that end within this part of a wait of each other are kept as one, which lasts as long as the longest. */
const TOGETHER = 1 / 16;

/**
 * The leases that may be held from some positions, and until when. A bounded number of them, whatever their length and
 * however often they are renewed: one is left out that another outlasts from the same position or below, so that those
 * that end later are from further up; and neighbours are taken together, so that one of them may seem to last a little
 * longer. Those that are left end ever further apart, the later they do: some hundreds between a millisecond and hours.
 */
export class PossibleLeases {
  /** By their positions and their ends alike. */
  #leases: Possible[] = [];

  add(position: LedgerPosition, now: number, waitMs: number): void {
    const until = now + waitMs;
    const last = this.#leases.at(-1);
    const next = { position, firstUntil: until, until };
    // Nearly always; an acknowledgement may come after a later record was read.
    if (last !== undefined && last.position <= position && isTogether(last, until, waitMs)) last.until = until;
    else if (!this.#leases.some((one) => covers(one, next))) this.#insert(next, now, waitMs);
  }

  #insert(next: Possible, now: number, waitMs: number): void {
    const left = this.#leases.filter((one) => one.until > now && !covers(next, one));
    const index = left.findLastIndex(({ until }) => until < next.until);
    const before = left[index];
    if (before !== undefined && isTogether(before, next.until, waitMs)) before.until = next.until;
    else left.splice(index + 1, 0, next);
    this.#leases = left;
  }

  get size(): number {
    return this.#leases.length;
  }

  /** Until when a lease may be held that does not know what stands at `position`; -Infinity: none may. */
  until(position: LedgerPosition): number {
    let until = -Infinity;
    for (const lease of this.#leases) {
      if (lease.position < position && lease.until > until) until = lease.until;
    }
    return until;
  }

  isOver(now: number): boolean {
    return this.#leases.every(({ until }) => until <= now);
  }
}

/** Who waits for this one need not wait for the other. */
const covers = (one: Possible, other: Possible): boolean => one.position <= other.position && one.until >= other.until;

const isTogether = (before: Possible, until: number, waitMs: number): boolean =>
  until >= before.until && until - before.firstUntil <= waitMs * TOGETHER;
