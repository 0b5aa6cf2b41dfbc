/** Looks at a log lie closer together than this where it answers: a pause between attempts, a connection, a poll. */
const LOOKS_APART_MS = 2_500;

/**
 * For how long a log lacks what was read of it. A leader that was just elected may look short for a moment; and while
 * nobody can be asked, nothing is known to be missing, so that whoever answers after an outage has a grace of its own.
 */
export class Grace {
  readonly #graceMs: number;
  /** The first look of this grace and the last, on the monotonic clock. */
  #since = -Infinity;
  #last = -Infinity;

  constructor(graceMs: number) {
    this.#graceMs = graceMs;
  }

  /** A look at which it is missing: whether it is gone. */
  isOver(): boolean {
    const now = performance.now();
    // A short grace must be over some time as well.
    if (now - this.#last > Math.max(this.#graceMs, LOOKS_APART_MS)) this.#since = now;
    this.#last = now;
    return now - this.#since >= this.#graceMs;
  }

  /** Nothing is missing. */
  found(): void {
    this.#last = -Infinity;
  }
}
