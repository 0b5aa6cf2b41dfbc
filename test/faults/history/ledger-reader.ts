import { Directory } from '@keyledger/directory';
import { type LedgerPosition, positionAt } from '@keyledger/domain';
import { type KafkaFollower, openKafkaFollower } from '@keyledger/ledger-kafka';
import { silentLogger } from '@keyledger/ports';
import { decodeRecord } from '@keyledger/wire';
import { eventually } from '../../kit/eventually.ts';
import type { HistoryFile } from './history-file.ts';

const KNOWN_HASHES = 20_000;
const CAUGHT_UP_WITHIN_MS = 60_000;
const CONNECTION = { clientId: 'fault-suite', connectionTimeoutMs: 1_000, requestTimeoutMs: 3_000 };

/** Reads the whole ledger past the network, records every attempt, and knows what state each position is. */
export class LedgerReader {
  readonly #history: HistoryFile;
  readonly #follower: KafkaFollower;
  readonly #directory = new Directory();
  readonly #hashes = new Map<number, string>();
  readonly #over = new AbortController();
  readonly #running: Promise<void>;
  #noops = 0;

  private constructor(history: HistoryFile, follower: KafkaFollower) {
    this.#history = history;
    this.#follower = follower;
    this.#running = this.#run();
  }

  static async open(history: HistoryFile, brokers: readonly string[], topic: string): Promise<LedgerReader> {
    const follower = await openKafkaFollower({ ...CONNECTION, brokers, topic, logger: silentLogger });
    return new LedgerReader(history, follower);
  }

  get applied(): LedgerPosition {
    return this.#directory.applied;
  }

  get noops(): number {
    return this.#noops;
  }

  /** Resolves when everything up to there is recorded. */
  async reached(position: number): Promise<void> {
    await eventually(() => this.applied >= position, CAUGHT_UP_WITHIN_MS);
  }

  /** What an authority says of itself, beside what this reader knows of the same position. */
  compare(process: string, position: number, hash: string): void {
    this.#history.record({ kind: 'state', process, position, hash });
    const own = this.#hashes.get(position);
    if (own !== undefined) this.#history.record({ kind: 'state', process: 'the reader', position, hash: own });
  }

  async close(): Promise<void> {
    this.#over.abort();
    await this.#running;
    await this.#follower.close();
  }

  async #run(): Promise<void> {
    for await (const { records, upTo } of this.#follower.follow(positionAt(0), this.#over.signal)) {
      for (const { position, value } of records) {
        const record = decodeRecord(value);
        if (record.kind === 'noop') this.#noops += 1;
        else {
          this.#history.record({ kind: 'attempt', position, attempt: record.attempt, at: performance.now() });
          this.#directory.fold(position, record.attempt);
        }
        this.#directory.advance(position);
        await this.#remember(position);
      }
      this.#directory.advance(upTo);
    }
  }

  async #remember(position: number): Promise<void> {
    this.#hashes.set(position, (await this.#directory.stateHash()).hash);
    if (this.#hashes.size <= KNOWN_HASHES) return;
    for (const oldest of this.#hashes.keys()) {
      this.#hashes.delete(oldest);
      break;
    }
  }
}
