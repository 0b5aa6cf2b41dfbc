import type { LedgerPosition } from '@keyledger/domain';
import { type FaultCode, isFault, type Ledger } from '@keyledger/ports';
import { expect } from 'vitest';
import { entry } from './ledger/reading.ts';

const PAUSE_MS = 5;

/** Clients that append one record after another, whatever happens, and remember what each was answered. */
export class Writers {
  readonly acknowledged = new Map<string, LedgerPosition>();
  readonly #refused = new Map<string, FaultCode | 'no fault'>();
  readonly #running: Promise<void>[];
  #lastAnswer = performance.now();
  #going = true;

  constructor(ledger: Ledger, count: number) {
    this.#running = Array.from({ length: count }, (_, writer) => this.#write(ledger, writer));
  }

  async #write(ledger: Ledger, writer: number): Promise<void> {
    let index = 0;
    while (this.#going) {
      const text = `${String(writer)}/${String(index++)}`;
      try {
        this.acknowledged.set(text, await ledger.append(entry(text)));
        this.#lastAnswer = performance.now();
      } catch (error) {
        this.#refused.set(text, isFault(error) ? error.code : 'no fault');
      }
    }
  }

  async untilAcknowledged(count: number): Promise<void> {
    while (this.acknowledged.size < count) await later(PAUSE_MS);
  }

  async untilIdleFor(ms: number): Promise<void> {
    while (performance.now() - this.#lastAnswer < ms) await later(PAUSE_MS);
  }

  async stop(): Promise<void> {
    this.#going = false;
    await Promise.all(this.#running);
  }

  /** Every answer against what the log holds. */
  check(log: readonly (readonly [LedgerPosition, string])[]): void {
    const found = new Map<string, LedgerPosition>();
    for (const [position, text] of log) {
      expect(found.has(text), `${text} was written twice`).toBe(false);
      found.set(text, position);
    }
    for (const [text, position] of this.acknowledged) expect(found.get(text), text).toBe(position);
    for (const [text, code] of this.#refused) {
      expect(['outcome_unknown', 'ledger_unavailable'], text).toContain(code);
      if (code === 'ledger_unavailable') expect(found.has(text), `${text} was said not to be written`).toBe(false);
    }
  }
}

function later(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
