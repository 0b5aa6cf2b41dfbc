import type { LedgerPosition } from '@keyledger/domain';
import type { Timers } from '@keyledger/ports';

/** What tells how long somebody may still use a state without a change: {@link Holders}, and the ledger's longest hold. */
export interface Remaining {
  remainingMs(position: LedgerPosition): number;
}

interface Waiter {
  check(): void;
}

/** Those who wait until a change has taken effect everywhere: no lease is left that does not know it (rule 13). */
export class Everywhere {
  readonly #holders: Remaining;
  readonly #timers: Timers;
  readonly #waiting = new Set<Waiter>();
  #isChecking = false;

  constructor(holders: Remaining, timers: Timers) {
    this.#holders = holders;
    this.#timers = timers;
  }

  /** The bound that is left, in milliseconds; 0: it is so now. */
  remainingMs(position: LedgerPosition): number {
    return this.#holders.remainingMs(position);
  }

  /** @returns whether it was so within the deadline; the change at `position` is read and acknowledged */
  until(position: LedgerPosition, deadlineMs: number, signal?: AbortSignal): Promise<boolean> {
    if (this.#holders.remainingMs(position) <= 0) return Promise.resolve(true);
    if (deadlineMs <= 0 || signal?.aborted === true) return Promise.resolve(false);
    return new Promise((resolve) => {
      let cancelCheck = (): void => undefined;
      const settle = (isEverywhere: boolean): void => {
        this.#waiting.delete(waiter);
        cancelCheck();
        cancelDeadline();
        signal?.removeEventListener('abort', giveUp);
        resolve(isEverywhere);
      };
      const giveUp = (): void => settle(this.#holders.remainingMs(position) <= 0);
      const check = (): void => {
        const remaining = this.#holders.remainingMs(position);
        if (remaining <= 0) return settle(true);
        cancelCheck();
        // Rounded up: a timer that rings early must not ring again and again.
        cancelCheck = this.#timers.after(Math.ceil(remaining), check);
      };
      const waiter = { check };
      const cancelDeadline = this.#timers.after(deadlineMs, giveUp);
      signal?.addEventListener('abort', giveUp);
      this.#waiting.add(waiter);
      check();
    });
  }

  /** Somebody need not be waited for any more. Who says so in one turn is looked at together. */
  changed(): void {
    if (this.#waiting.size === 0 || this.#isChecking) return;
    this.#isChecking = true;
    queueMicrotask(() => {
      this.#isChecking = false;
      for (const waiter of [...this.#waiting]) waiter.check();
    });
  }
}
