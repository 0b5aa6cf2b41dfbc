import { type LedgerPosition, positionAt } from '@keyledger/domain';
import {
  Fault,
  type FollowFrom,
  type Ledger,
  type LedgerBarrier,
  type LedgerBatch,
  type LedgerEntry,
} from '@keyledger/ports';
import type { SeededRandom } from '../kit/seeded.ts';
import type { Broker } from './broker.ts';
import type { FaultsSeen } from './engine/faults-seen.ts';
import type { Machine } from './engine/machine.ts';
import type { Network } from './engine/network.ts';

/** Of all appends, how many meet which fate. */
export interface AppendFates {
  /** It never arrives. */
  readonly lost: number;
  /** It arrives long after its writer has given up. */
  readonly late: number;
  /** It stands in the log, and nobody is told. */
  readonly ackLost: number;
  /** It stands there twice. */
  readonly doubled: number;
  /** It certainly was not sent. */
  readonly unsent: number;
  readonly lateMs: number;
}

export interface SimulatedLedgerOptions {
  readonly machine: Machine;
  readonly broker: Broker;
  readonly network: Network;
  readonly random: SeededRandom;
  readonly fates: AppendFates;
  readonly seen: FaultsSeen;
  readonly timeoutMs: number;
}

/** The ledger as one process sees it, over the network. */
export class SimulatedLedger implements Ledger {
  protected readonly options: SimulatedLedgerOptions;
  readonly #readers = new Set<Reader>();

  constructor(options: SimulatedLedgerOptions) {
    this.options = options;
  }

  append(entry: LedgerEntry): Promise<LedgerPosition> {
    const { machine, network, broker, random, fates, seen, timeoutMs } = this.options;
    const happens = (probability: number, kind: string): boolean => {
      const does = !network.isHealed && random.chance(probability);
      if (does) seen.count(kind);
      return does;
    };
    return new Promise((resolve, reject) => {
      const isUnsent = happens(network.isCut(machine.name, broker.name) ? 0.3 : fates.unsent, 'append not sent');
      const late = (): void => reject(isUnsent ? unavailable() : this.unanswered());
      const cancel = machine.after(timeoutMs, late);
      if (isUnsent || happens(fates.lost, 'append lost')) return;
      const land = (): void => {
        // A deposed leader can take a write, and never complete it.
        if (broker.isDeposedFor(machine.name)) return seen.count('append to a deposed leader');
        const position = broker.append(entry);
        if (happens(fates.doubled, 'append doubled')) {
          const copyAfterMs = random.chance(0.5) ? random.between(0, fates.lateMs) : random.between(0, timeoutMs / 10);
          // As our adapter sends again: with a key of its own, or compaction would remove the first of the two.
          const key = Buffer.concat([entry.key, Buffer.from(`#${String(position)}`)]);
          broker.deliver(copyAfterMs, () => broker.append({ ...entry, key }));
        }
        if (happens(fates.ackLost, 'ack lost')) return;
        network.send(broker, machine, () => {
          cancel();
          resolve(position);
        });
      };
      if (happens(fates.late, 'append late')) broker.deliver(random.between(timeoutMs / 2, fates.lateMs), land);
      else network.send(machine, broker, land, { isOnce: true });
    });
  }

  async barrier(entry: LedgerEntry): Promise<LedgerBarrier> {
    return { position: await this.append(entry), isNew: true };
  }

  end(): Promise<LedgerPosition> {
    const { machine, network, broker, seen, timeoutMs } = this.options;
    return new Promise((resolve, reject) => {
      const cancel = machine.after(timeoutMs, () => reject(unavailable()));
      network.send(machine, broker, () => {
        const end = broker.endFor(machine.name);
        if (end < broker.end) seen.count('old end told');
        network.send(broker, machine, () => {
          cancel();
          resolve(end);
        });
      });
    });
  }

  async *follow(from: FollowFrom, signal: AbortSignal): AsyncGenerator<LedgerBatch> {
    const reader = new Reader(this.options, (next) => this.rejoined(next));
    this.#readers.add(reader);
    const stop = (): void => reader.stop();
    signal.addEventListener('abort', stop, { once: true });
    try {
      reader.next = from === 'end' ? (await this.#endAtLast()) + 1 : from;
      if (from === 'end') yield { records: [], upTo: positionAt(reader.next - 1) };
      while (!signal.aborted) {
        const batch = await reader.fetch();
        if (batch !== null) yield batch;
      }
    } finally {
      signal.removeEventListener('abort', stop);
      this.#readers.delete(reader);
    }
  }

  async close(): Promise<void> {}

  /** The connections of its followers break; they go on where they were. */
  reset(): void {
    for (const reader of this.#readers) reader.reset();
  }

  /** Its followers cannot go on: what they read does not make sense. */
  corrupt(): void {
    for (const reader of this.#readers) reader.fail(new Fault('ledger_corrupt', 'The ledger cannot be read.'));
  }

  /** What an append comes to that nobody has answered in time. */
  protected unanswered(): Fault {
    return new Fault('outcome_unknown', 'The ledger has not answered in time.');
  }

  /** Where a follower goes on after its connection broke: it owns its position. */
  protected rejoined(next: number): number {
    return next;
  }

  async #endAtLast(): Promise<LedgerPosition> {
    for (;;) {
      try {
        return await this.end();
      } catch {
        // Asked again until somebody answers.
      }
    }
  }
}

/** One follower's own place in the log. */
class Reader {
  next = 0;
  readonly #options: SimulatedLedgerOptions;
  readonly #rejoined: (next: number) => number;
  #settle: ((batch: LedgerBatch | null, fault?: Fault) => void) | null = null;

  constructor(options: SimulatedLedgerOptions, rejoined: (next: number) => number) {
    this.#options = options;
    this.#rejoined = rejoined;
  }

  /** Null: ask again. */
  fetch(): Promise<LedgerBatch | null> {
    const { machine, network, broker, random, timeoutMs } = this.#options;
    return new Promise((resolve, reject) => {
      let isOver = false;
      const settle = (batch: LedgerBatch | null, fault?: Fault): void => {
        if (isOver) return;
        isOver = true;
        if (fault !== undefined) return reject(fault);
        if (batch !== null) this.next = batch.upTo + 1;
        resolve(batch);
      };
      this.#settle = settle;
      const answer = (): void => {
        if (isOver) return;
        const batch = broker.read(this.next, machine.name, random.chance(0.2) ? 1 : 64);
        const lost = (): void => machine.deliver(timeoutMs, () => settle(null));
        network.send(broker, machine, () => settle(batch), { onLost: lost });
      };
      broker.whenReaches(this.next, machine.name, answer);
    });
  }

  reset(): void {
    this.next = this.#rejoined(this.next);
    this.#settle?.(null);
  }

  fail(fault: Fault): void {
    this.#settle?.(null, fault);
  }

  stop(): void {
    this.#settle?.(null);
  }
}

const unavailable = (): Fault => new Fault('ledger_unavailable', 'The ledger cannot be reached.');
