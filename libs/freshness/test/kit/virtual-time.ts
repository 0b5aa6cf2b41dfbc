import type { Clock, Timers } from '@keyledger/ports';

/** Clocks and timers that move only when they are told to. */
export class VirtualTime implements Clock, Timers {
  #wall = 1_800_000_000_000;
  #monotonic = 1_000;
  readonly #timers = new Set<{ at: number; run: () => void }>();

  wall(): number {
    return this.#wall;
  }

  monotonic(): number {
    return this.#monotonic;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#monotonic + ms, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Lets time pass for both clocks, and timers ring on the way, each with what it sets off done before the next. */
  async pass(ms: number): Promise<void> {
    const end = this.#monotonic + ms;
    await settled();
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#move(Math.max(0, next.at - this.#monotonic));
      this.#timers.delete(next);
      next.run();
      await settled();
    }
    this.#move(end - this.#monotonic);
  }

  /** The machine sleeps: the wall clock is right afterwards, the monotonic one stood still. */
  suspend(ms: number): void {
    this.#wall += ms;
  }

  setWall(by: number): void {
    this.#wall += by;
  }

  get timers(): number {
    return this.#timers.size;
  }

  #next(end: number): { at: number; run: () => void } | undefined {
    const due = [...this.#timers].filter(({ at }) => at <= end);
    return due.sort((a, b) => a.at - b.at)[0];
  }

  #move(ms: number): void {
    this.#wall += ms;
    this.#monotonic += ms;
  }
}

/** Everything that waits for nothing but its turn has run. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
