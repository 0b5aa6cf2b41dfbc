import type { AcceptedChange } from '@keyledger/catalogue';

/** What every change takes beside its event: its attempt's other fields and its aggregate's. */
const EACH_BYTES = 500;

/** Changes that wait in their order, and about how much memory they take. */
export class WaitingChanges {
  #changes: AcceptedChange[] = [];
  #bytes = 0;

  get size(): number {
    return this.#changes.length;
  }

  /** As good as one byte a character is: what is large in an event is ASCII. */
  get bytes(): number {
    return this.#bytes;
  }

  push(changes: readonly AcceptedChange[]): void {
    for (const change of changes) {
      this.#changes.push(change);
      this.#bytes += bytesOf(change);
    }
  }

  /** The oldest ones, which stay. */
  first(count: number): AcceptedChange[] {
    return this.#changes.slice(0, count);
  }

  /** The oldest ones are no longer waited for. */
  drop(count: number): void {
    for (const change of this.#changes.splice(0, count)) this.#bytes -= bytesOf(change);
  }

  /** All, which no longer wait. */
  clear(): AcceptedChange[] {
    const all = this.#changes;
    this.#changes = [];
    this.#bytes = 0;
    return all;
  }

  of(aggregateId: string): AcceptedChange[] {
    return this.#changes.filter(({ aggregate }) => aggregate.id === aggregateId);
  }
}

function bytesOf({ attempt }: AcceptedChange): number {
  return EACH_BYTES + JSON.stringify(attempt.event).length;
}
