import type { Clock, Timers } from '@keyledger/ports';

/** Time that moves from timer to timer. */
export class SteppedTime implements Clock, Timers {
  now = 1_000_000;
  #waiting: { at: number; run: () => void }[] = [];
  wall = (): number => this.now;
  monotonic = (): number => this.now;

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.now + ms, run };
    this.#waiting.push(timer);
    return () => void (this.#waiting = this.#waiting.filter((each) => each !== timer));
  }

  /** How many timers there are. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** When the next one rings; infinite: there is none. */
  get nextAt(): number {
    return Math.min(...this.#waiting.map(({ at }) => at));
  }

  /** Runs the next timer; false: there is none. */
  async step(): Promise<boolean> {
    const [next] = this.#waiting.toSorted((one, other) => one.at - other.at);
    if (next === undefined) return false;
    this.#waiting = this.#waiting.filter((each) => each !== next);
    this.now = Math.max(this.now, next.at);
    next.run();
    await settled();
    return true;
  }
}

export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
