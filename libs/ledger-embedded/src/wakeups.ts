/** Lets any number of followers wait for the next change, and forgets each that goes. */
export class Wakeups {
  readonly #waiting = new Set<() => void>();

  /** Resolves at the next {@link wake}, or when the signal aborts. */
  next(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.#waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.#waiting.add(done);
      signal.addEventListener('abort', done);
      if (signal.aborted) done();
    });
  }

  wake(): void {
    for (const done of [...this.#waiting]) done();
  }
}
