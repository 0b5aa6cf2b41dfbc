import type { LedgerPosition } from '@keyledger/domain';
import { Fault, type Timers } from '@keyledger/ports';

interface Waiter {
  readonly position: LedgerPosition;
  readonly resolve: () => void;
}

/** Those who wait until a position is applied. */
export class Waiters {
  readonly #timers: Timers;
  readonly #waiting = new Set<Waiter>();

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  /** @throws Fault `not_caught_up` after `deadlineMs`, which may be over already */
  until(position: LedgerPosition, applied: LedgerPosition, deadlineMs: number): Promise<void> {
    if (applied >= position) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const settle = (finish: () => void): void => {
        cancel();
        this.#waiting.delete(waiter);
        finish();
      };
      const waiter: Waiter = { position, resolve: () => settle(resolve) };
      const cancel = this.#timers.after(Math.max(0, deadlineMs), () => settle(() => reject(late())));
      this.#waiting.add(waiter);
    });
  }

  reached(applied: LedgerPosition): void {
    for (const waiter of [...this.#waiting]) if (waiter.position <= applied) waiter.resolve();
  }
}

const late = (): Fault => new Fault('not_caught_up', 'This replica has not read the ledger that far yet; try again.');
