import { type LedgerPosition, positionAt } from '@keyledger/domain';
import {
  Fault,
  type FollowFrom,
  type Ledger,
  type LedgerBarrier,
  type LedgerBatch,
  type LedgerEntry,
  type LedgerRecord,
} from '@keyledger/ports';

/**
 * A ledger that loses, doubles and delays what it is given, and lies about none of it: an append that may have landed
 * says so. Its readers lag behind, each as it likes.
 */
export class FaultyLedger implements Ledger {
  readonly records: LedgerRecord[] = [];
  readonly #random: () => number;
  readonly #inFlight: Uint8Array[] = [];
  /** While true, nothing is lost, late or doubled any more. */
  healed = false;

  constructor(random: () => number) {
    this.#random = random;
  }

  async append({ value }: LedgerEntry): Promise<LedgerPosition> {
    await this.#pause();
    const luck = this.healed ? 1 : this.#random();
    if (luck < 0.1) throw new Fault('ledger_unavailable', 'not sent');
    if (luck < 0.2) throw new Fault('outcome_unknown', 'lost on its way');
    if (luck < 0.35) {
      this.#inFlight.push(value);
      throw new Fault('outcome_unknown', 'still on its way');
    }
    const position = this.#land(value);
    if (luck < 0.45) throw new Fault('outcome_unknown', 'the answer was lost');
    if (luck < 0.55) this.#land(value);
    await this.#pause();
    return position;
  }

  /** Lets one of the late ones land. */
  landLate(): void {
    const index = Math.floor(this.#random() * this.#inFlight.length);
    const [value] = this.#inFlight.splice(index, 1);
    if (value !== undefined) this.#land(value);
  }

  async *follow(from: FollowFrom, signal: AbortSignal): AsyncGenerator<LedgerBatch> {
    let next = from === 'end' ? this.records.length : from;
    while (!signal.aborted) {
      await this.#pause();
      const upTo = Math.min(this.records.length, next + 1 + Math.floor(this.#random() * 3));
      if (upTo === next) continue;
      yield { records: this.records.slice(next, upTo), upTo: positionAt(upTo - 1) };
      next = upTo;
    }
  }

  async barrier(entry: LedgerEntry): Promise<LedgerBarrier> {
    return { position: await this.append(entry), isNew: true };
  }

  async end(): Promise<LedgerPosition> {
    return positionAt(this.records.length - 1);
  }

  async close(): Promise<void> {}

  #land(value: Uint8Array): LedgerPosition {
    const position = positionAt(this.records.length);
    this.records.push({ position, value });
    return position;
  }

  /** Lets others go first, for as many turns as chance says. */
  async #pause(): Promise<void> {
    for (let turns = Math.floor(this.#random() * 4) + 1; turns > 0; turns--) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
