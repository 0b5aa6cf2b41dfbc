import { BEFORE_FIRST, type LedgerPosition, positionAt } from '@keyledger/domain';
import type { LeaseState } from '@keyledger/ports';
import type { EverywhereWaits, Freshness, LeaseGate } from '../../src/application/freshness.ts';

interface Waiter {
  readonly position: LedgerPosition;
  readonly settle: (isEverywhere: boolean) => void;
}

/** Leases as a test says they are: what is not `reached` has not taken effect everywhere. */
export class TestFreshness implements Freshness {
  /** How long it can take at the most for what is not. */
  bound = 6_250;
  view: LeaseState = { kind: 'fresh', ageMs: 1_000, remainingMs: 4_000, terms: null };
  holderCount = 3;
  /** For how long each of those who waited would have waited, in milliseconds. */
  readonly waits: number[] = [];
  readonly #waiting = new Set<Waiter>();
  #upTo = BEFORE_FIRST;

  readonly held: LeaseGate = { isHeld: () => true, held: () => Promise.resolve() };
  readonly everywhere: EverywhereWaits = {
    until: (position, deadlineMs, signal) => this.#until(position, deadlineMs, signal),
    remainingMs: (position) => (position <= this.#upTo ? 0 : this.bound),
  };

  get waiting(): number {
    return this.#waiting.size;
  }

  /** Everything up to here has taken effect everywhere; left out: everything there will ever be. */
  reached(position: LedgerPosition = positionAt(Number.MAX_SAFE_INTEGER)): void {
    this.#upTo = position;
    for (const waiter of [...this.#waiting]) if (waiter.position <= position) waiter.settle(true);
  }

  /** As if those who wait had waited for as long as they would. */
  giveUp(): void {
    for (const waiter of [...this.#waiting]) waiter.settle(false);
  }

  lease(): LeaseState {
    return this.view;
  }

  holders(): number {
    return this.holderCount;
  }

  #until(position: LedgerPosition, deadlineMs: number, signal: AbortSignal): Promise<boolean> {
    if (position <= this.#upTo) return Promise.resolve(true);
    this.waits.push(deadlineMs);
    if (deadlineMs <= 0 || signal.aborted) return Promise.resolve(false);
    return new Promise((resolve) => {
      const settle = (isEverywhere: boolean): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', giveUp);
        this.#waiting.delete(waiter);
        resolve(isEverywhere);
      };
      const giveUp = (): void => settle(false);
      const timer = setTimeout(giveUp, deadlineMs);
      const waiter: Waiter = { position, settle };
      signal.addEventListener('abort', giveUp);
      this.#waiting.add(waiter);
    });
  }
}

/** Of a replica that nobody else relies on. */
export function nobodyElse(): TestFreshness {
  const freshness = new TestFreshness();
  freshness.reached();
  return freshness;
}
