import type { LedgerPosition } from '@keyledger/domain';

/** Someone may use, until then, what was read below `position`. */
interface Possible {
  position: LedgerPosition;
  /** By the monotonic clock. */
  readonly firstUntil: number;
  until: number;
}

/** Those that end within this part of a wait of each other are kept as one, which lasts as long as the longest. */
const TOGETHER = 1 / 16;

/**
 * The leases that may be held from some positions, and until when. A bounded number of them, whatever their length and
 * however often they are renewed: neighbours are taken together, so that one of them may seem to last a little longer.
 */
export class PossibleLeases {
  readonly #leases: Possible[] = [];

  add(position: LedgerPosition, now: number, waitMs: number): void {
    const until = now + waitMs;
    const last = this.#leases.at(-1);
    if (last !== undefined && until >= last.until && until - last.firstUntil <= waitMs * TOGETHER) {
      last.until = until;
      // An acknowledgement may come after a later record was read.
      if (position < last.position) last.position = position;
      return;
    }
    while (this.#leases[0] !== undefined && this.#leases[0].until <= now) this.#leases.shift();
    this.#leases.push({ position, firstUntil: until, until });
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
