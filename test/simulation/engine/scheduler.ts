interface Event {
  readonly at: number;
  /** What was planned first happens first, of events at the same moment. */
  readonly turn: number;
  readonly run: () => unknown;
  isOff: boolean;
}

/** What an event returns that came to nothing: no promise was settled by it, so the next one can follow at once. */
export const NOTHING = Symbol('nothing');

/** A turn of the event loop costs more than an event. */
const STEPS_A_TURN = 100;

const isBefore = (one: Event, other: Event): boolean =>
  one.at < other.at || (one.at === other.at && one.turn < other.turn);

/**
 * The true time of a simulation, in milliseconds, and everything that is going to happen: one event at a time, each
 * with all the promises that it settles.
 */
export class Scheduler {
  /** A binary heap. */
  readonly #events: Event[] = [];
  #now = 0;
  #turn = 0;
  #ran = 0;

  get now(): number {
    return this.#now;
  }

  /** How many events have happened. */
  get ran(): number {
    return this.#ran;
  }

  /** @returns what calls it off */
  after(ms: number, run: () => unknown): () => void {
    const event = { at: this.#now + Math.max(0, ms), turn: this.#turn++, run, isOff: false };
    this.#push(event);
    return () => {
      event.isOff = true;
    };
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  /** Runs what is planned until `isOver`, or until nothing is left. */
  run(isOver: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      let hasEnded = false;
      const step = (): void => {
        if (hasEnded) return;
        try {
          let came: unknown = NOTHING;
          while (came === NOTHING && !hasEnded) {
            const event = isOver() ? undefined : this.#next();
            hasEnded = event === undefined;
            came = event?.run();
          }
          if (hasEnded) resolve();
        } catch (error) {
          hasEnded = true;
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      const steps = (): void => {
        if (hasEnded) return;
        // Between two of them every promise that was settled is followed to its end.
        for (let left = STEPS_A_TURN; left > 0; left--) setImmediate(step);
        setImmediate(steps);
      };
      steps();
    });
  }

  /** It is now that it happens. Undefined: there is none. */
  #next(): Event | undefined {
    let event = this.#pop();
    while (event?.isOff === true) event = this.#pop();
    if (event === undefined) return undefined;
    this.#now = event.at;
    this.#ran += 1;
    return event;
  }

  #push(event: Event): void {
    const heap = this.#events;
    let index = heap.push(event) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent] as Event;
      if (isBefore(above, event)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = event;
  }

  #pop(): Event | undefined {
    const heap = this.#events;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Event, heap[child] as Event)) child += 1;
      const below = heap[child] as Event;
      if (isBefore(last, below)) break;
      heap[index] = below;
      index = child;
    }
    heap[index] = last;
    return first;
  }
}
