/** Both clocks of this machine, in milliseconds. */
export interface Clock {
  /** Since the Unix epoch; may jump. */
  wall(): number;
  /** Since some moment of this process; never goes back, may stand still while the machine is suspended. */
  monotonic(): number;
}

export const systemClock: Clock = {
  wall: () => Date.now(),
  monotonic: () => performance.now(),
};

/** Runs things later, by the time of this process. */
export interface Timers {
  /** @returns what calls it off */
  after(ms: number, run: () => void): () => void;
}

/** The longest that Node's timers can wait. */
const LONGEST_MS = 2 ** 31 - 1;

export const systemTimers: Timers = {
  after(ms, run) {
    const timer = setTimeout(run, Math.min(ms, LONGEST_MS));
    return () => clearTimeout(timer);
  },
};
