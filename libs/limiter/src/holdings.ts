interface Holding {
  amount: number;
  /** By the monotonic clock. */
  readonly until: number;
}

/** What a node has taken ahead of a bucket and not yet spent, oldest first. */
export class Holdings {
  readonly #parts: Holding[] = [];
  #sum = 0;

  get sum(): number {
    return this.#sum;
  }

  add(amount: number, until: number): void {
    if (amount <= 0) return;
    this.#parts.push({ amount, until });
    this.#sum += amount;
  }

  /** @returns false: there is not so much, and nothing is spent */
  spend(amount: number): boolean {
    if (this.#sum < amount) return false;
    this.#sum -= amount;
    for (let rest = amount; rest > 0;) {
      const [oldest] = this.#parts;
      if (oldest === undefined) break;
      const part = Math.min(rest, oldest.amount);
      rest -= part;
      oldest.amount -= part;
      if (oldest.amount === 0) this.#parts.shift();
    }
    return true;
  }

  /** Takes out what may not be held any more at `now`. */
  expire(now: number): number {
    let sum = 0;
    for (let oldest = this.#parts[0]; oldest !== undefined && oldest.until <= now; oldest = this.#parts[0]) {
      sum += oldest.amount;
      this.#parts.shift();
    }
    this.#sum -= sum;
    return sum;
  }

  /** When the next of it has to be put back; undefined: nothing is held. */
  get next(): number | undefined {
    return this.#parts[0]?.until;
  }
}
