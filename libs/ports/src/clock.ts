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
