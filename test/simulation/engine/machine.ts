import type { Clock, Timers } from '@keyledger/ports';
import type { Place } from './network.ts';
import { NOTHING, type Scheduler } from './scheduler.ts';

/** Where all wall clocks would stand at the beginning, if they were right. */
export const EPOCH = Date.parse('2026-11-22T20:00:00.000Z');

export interface MachineOptions {
  readonly name: string;
  /** How fast its clocks run, by true time: 1.01 is 1 % fast. */
  readonly rate: number;
  /** By how much its wall clock is wrong at the beginning, in milliseconds. */
  readonly wallOffset: number;
}

interface Held {
  readonly life: number;
  readonly isTimer: boolean;
  readonly run: () => unknown;
}

/**
 * One process on a machine of its own: its clocks, its timers, and whether it runs. What comes in while it is stopped is
 * held back; what comes in after it has died, or was planned by an earlier life of it, never happens.
 */
export class Machine implements Clock, Timers, Place {
  readonly name: string;
  readonly #scheduler: Scheduler;
  readonly #rate: number;
  #wallAhead: number;
  /** What the monotonic clock showed at `#since`, a moment of true time. */
  #shown: number;
  #since = 0;
  #isSuspended = false;
  #isStopped = false;
  #life = 0;
  #isDead = true;
  #held: Held[] = [];
  readonly #wrongAt = { monotonic: -Infinity, wall: -Infinity };
  readonly #watching = new Set<Set<number>>();

  constructor(scheduler: Scheduler, { name, rate, wallOffset }: MachineOptions) {
    this.name = name;
    this.#scheduler = scheduler;
    this.#rate = rate;
    this.#wallAhead = wallOffset;
    this.#shown = 1_000 + Math.abs(wallOffset % 10_000);
  }

  monotonic(): number {
    const passed = this.#isSuspended ? 0 : (this.#scheduler.now - this.#since) * this.#rate;
    return this.#shown + passed;
  }

  /** Goes on while the machine is suspended: it is set right before anything runs again. */
  wall(): number {
    return EPOCH + this.#wallAhead + this.#scheduler.now * this.#rate;
  }

  /** When one of its clocks last showed less than had passed, by true time: it was suspended, or set back. */
  wrongAt(clock: 'monotonic' | 'wall'): number {
    return clock === 'monotonic' && this.#isSuspended ? Infinity : this.#wrongAt[clock];
  }

  jumpWall(ms: number): void {
    if (ms < 0) this.#wrongAt.wall = this.#scheduler.now;
    for (const watch of this.#watching) watch.add(this.wall());
    this.#wallAhead += ms;
    for (const watch of this.#watching) watch.add(this.wall());
  }

  /** The least and the greatest that the wall clock shows from now on, until somebody asks. */
  watchWall(): { range(): readonly [number, number] } {
    const seen = new Set([this.wall()]);
    this.#watching.add(seen);
    return {
      range: () => {
        this.#watching.delete(seen);
        seen.add(this.wall());
        return [Math.min(...seen), Math.max(...seen)];
      },
    };
  }

  get isUp(): boolean {
    return !this.#isDead;
  }

  get isRunning(): boolean {
    return !this.#isDead && !this.#isStopped;
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  after(ms: number, run: () => void): () => void {
    const due = this.monotonic() + ms;
    let isOff = false;
    const ring = (): unknown => {
      if (isOff) return NOTHING;
      const left = due - this.monotonic();
      // It was suspended in between. What is left by rounding alone would ring for ever.
      if (left <= 1e-6) return run();
      this.#plan(left / this.#rate, ring, true);
      return NOTHING;
    };
    this.#plan(Math.max(0, ms) / this.#rate, ring, true);
    return () => {
      isOff = true;
    };
  }

  /** Something comes in, or goes on inside, after so many milliseconds of true time, if this life is still there. */
  deliver(ms: number, run: () => void): void {
    this.#plan(ms, run, false);
  }

  /** A new life begins. */
  boot(): void {
    this.#isDead = false;
  }

  kill(): void {
    this.resume();
    this.#life += 1;
    this.#isDead = true;
    this.#held = [];
  }

  /** SIGSTOP: nothing runs, both clocks go on. */
  pause(): void {
    this.#isStopped = true;
  }

  /** The whole machine sleeps: the monotonic clock stands still. */
  suspend(): void {
    this.#shown = this.monotonic();
    this.#isSuspended = true;
    this.#isStopped = true;
  }

  /**
   * Goes on with what was held back, in its order: other things happen in between.
   * @param timersFirst timers that have rung meanwhile come before what came in
   */
  resume(timersFirst = false): void {
    if (!this.#isStopped) return;
    if (this.#isSuspended) this.#since = this.#wrongAt.monotonic = this.#scheduler.now;
    this.#isSuspended = false;
    this.#isStopped = false;
    if (timersFirst) this.#held.sort((one, other) => Number(other.isTimer) - Number(one.isTimer));
    this.#goOn();
  }

  #goOn(): void {
    if (this.#isStopped) return;
    const next = this.#held.shift();
    if (next === undefined) return;
    this.#scheduler.after(0.01, () => {
      if (this.#isStopped) this.#held.unshift(next);
      else this.#run(next);
      this.#goOn();
    });
  }

  #plan(ms: number, run: () => unknown, isTimer: boolean): void {
    const life = this.#life;
    this.#scheduler.after(ms, () => this.#arrive({ life, isTimer, run }));
  }

  #arrive(held: Held): unknown {
    // Behind what is still held back from a stop.
    if (!this.#isStopped && this.#held.length === 0) return this.#run(held);
    this.#held.push(held);
    return NOTHING;
  }

  #run({ life, run }: Held): unknown {
    return life === this.#life && !this.#isDead ? run() : NOTHING;
  }
}
