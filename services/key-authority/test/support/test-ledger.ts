import { BEFORE_FIRST, type LedgerPosition, positionAt } from '@keyledger/domain';
import type {
  Fault,
  FollowFrom,
  Ledger,
  LedgerBarrier,
  LedgerBatch,
  LedgerEntry,
  LedgerRecord,
} from '@keyledger/ports';

/** A ledger in memory, which fails when it is told to. */
export class TestLedger implements Ledger {
  readonly #records: LedgerRecord[] = [];
  readonly #woken = new Set<() => void>();
  #failure: Fault | null = null;
  #held = Promise.resolve();

  /** Everything but reading fails with this until it is null again. */
  failWith(fault: Fault | null): void {
    this.#failure = fault;
  }

  /** Lets readers see nothing new until the returned function is called; then, all of it at once. */
  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#held = promise;
    return resolve;
  }

  get size(): number {
    return this.#records.length;
  }

  async append({ value }: LedgerEntry): Promise<LedgerPosition> {
    if (this.#failure !== null) throw this.#failure;
    const position = positionAt(this.#records.length);
    this.#records.push({ position, value });
    for (const wake of this.#woken) wake();
    return position;
  }

  async barrier(entry: LedgerEntry): Promise<LedgerBarrier> {
    return { position: await this.append(entry), isNew: true };
  }

  async end(): Promise<LedgerPosition> {
    if (this.#failure !== null) throw this.#failure;
    return this.#records.length === 0 ? BEFORE_FIRST : positionAt(this.#records.length - 1);
  }

  async *follow(from: FollowFrom, signal: AbortSignal): AsyncGenerator<LedgerBatch> {
    let next = from === 'end' ? this.#records.length : from;
    while (!signal.aborted) {
      await this.#held;
      const records = this.#records.slice(next);
      next += records.length;
      yield { records, upTo: positionAt(next - 1) };
      if (next === this.#records.length && !signal.aborted) await this.#change(signal);
    }
  }

  async close(): Promise<void> {}

  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#woken.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#woken.add(wake);
      signal.addEventListener('abort', wake);
    });
  }
}
