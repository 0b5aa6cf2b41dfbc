import { type LedgerPosition, positionAt } from '@keyledger/domain';
import { type LedgerEntry, MAX_RECORD_BYTES } from '@keyledger/ports';
import { outcomeUnknown, produceVerdict, tooLarge, unavailable } from './errors.ts';
import { type Link, openLink } from './link.ts';
import { Links } from './links.ts';
import type { KafkaLedgerOptions } from './options.ts';
import { produce, type ProduceAnswer } from './requests.ts';

/** Of keys and values; with its framing a batch stays below Kafka's usual limit of 1 MiB. */
export const MAX_BATCH_BYTES = 768 * 1024;
/** Framing counts too, where records are tiny. */
const RECORD_OVERHEAD = 32;
const MAX_KEY_BYTES = 1024;

type State = 'waiting' | 'sent' | 'settled';

/** An entry on its way. */
interface Append {
  readonly entry: LedgerEntry;
  readonly bytes: number;
  state: State;
  resolve(position: LedgerPosition): void;
  reject(reason: Error): void;
}

/**
 * Writes what waits together: a batch goes out when the one before it is answered, so that a busy ledger makes large
 * batches by itself and an idle one adds no delay.
 *
 * kafkajs's own producer is not used: its retries repeat what may have been written, and its idempotence can lose an
 * acknowledged record after a time-out. Here a record is sent again only if the broker has said that it was not written.
 */
export class Appender {
  readonly #options: KafkaLedgerOptions;
  readonly #links: Links;
  readonly #waiting: Append[] = [];
  #writing: Promise<void> | undefined;
  #closed = false;
  /** Why there was no connection lately, for operators. */
  #trouble: unknown;

  constructor(options: KafkaLedgerOptions) {
    this.#options = options;
    this.#links = new Links(options, openLink);
  }

  /** See the port. An append is answered within `appendTimeoutMs`. */
  append(entry: LedgerEntry): Promise<LedgerPosition> {
    const allowed = MAX_RECORD_BYTES;
    if (entry.value.length > allowed) return Promise.reject(tooLarge(entry.value.length, allowed));
    if (entry.key.length > MAX_KEY_BYTES) return Promise.reject(tooLarge(entry.key.length, MAX_KEY_BYTES));
    if (this.#closed) return Promise.reject(unavailable('the ledger was closed'));
    return new Promise((resolve, reject) => {
      const bytes = entry.key.length + entry.value.length + RECORD_OVERHEAD;
      this.#waiting.push(this.#withDeadline({ entry, bytes, state: 'waiting', resolve, reject }));
      this.#writing ??= this.#writeAll();
    });
  }

  /** Lets what is under way finish or run out of time. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#writing;
    this.#links.drop();
  }

  /** What nobody has taken by then was certainly not written; of what was sent nothing is known. */
  #withDeadline(append: Append): Append {
    const timer = setTimeout(() => {
      const late = `no answer within ${String(this.#options.appendTimeoutMs)} ms`;
      append.reject((append.state === 'sent' ? outcomeUnknown : unavailable)(late, this.#trouble));
    }, this.#options.appendTimeoutMs);
    const settle = (): void => {
      append.state = 'settled';
      clearTimeout(timer);
    };
    const { resolve, reject } = append;
    append.resolve = (position) => (settle(), resolve(position));
    append.reject = (reason) => (settle(), reject(reason));
    return append;
  }

  async #writeAll(): Promise<void> {
    // What was appended in one turn of the event loop goes out together.
    await Promise.resolve();
    while (this.#dropSettled() > 0) {
      const link = await this.#connected();
      if (link !== null) await this.#write(link, this.#nextBatch());
    }
    // In the same turn as the last look: one that is appended later starts the next writing.
    this.#writing = undefined;
  }

  #dropSettled(): number {
    while (this.#waiting[0]?.state === 'settled') this.#waiting.shift();
    return this.#waiting.length;
  }

  /** Null where it took so long that it has to be asked again whether anything still waits. */
  async #connected(): Promise<Link | null> {
    try {
      return await this.#links.get(AbortSignal.timeout(this.#options.appendTimeoutMs));
    } catch (error) {
      this.#trouble = error;
      return null;
    }
  }

  #nextBatch(): Append[] {
    let bytes = 0;
    let count = 0;
    for (const append of this.#waiting) {
      if (count > 0 && bytes + append.bytes > MAX_BATCH_BYTES) break;
      bytes += append.bytes;
      count += 1;
    }
    return this.#waiting.splice(0, count).filter((append) => append.state === 'waiting');
  }

  async #write(link: Link, batch: readonly Append[]): Promise<void> {
    if (batch.length === 0) return;
    for (const append of batch) append.state = 'sent';
    let answer: ProduceAnswer;
    try {
      const entries = batch.map((append) => append.entry);
      answer = await produce(link.leader, this.#options.topic, entries, this.#options.requestTimeoutMs);
    } catch (error) {
      this.#links.failed(link, error);
      for (const append of batch) this.#fail(append, outcomeUnknown('no answer to a produce', error));
      return;
    }
    this.#settle(link, batch, answer);
  }

  #settle(link: Link, batch: readonly Append[], { errorCode, baseOffset }: ProduceAnswer): void {
    const verdict = produceVerdict(errorCode, baseOffset);
    if (verdict === 'written') {
      this.#links.worked();
      this.#trouble = undefined;
      for (const [index, append] of batch.entries()) append.resolve(positionAt(baseOffset + index));
      return;
    }
    const detail = `a produce was answered with error code ${String(errorCode)}`;
    this.#links.failed(link, new Error(detail));
    if (verdict === 'not now') this.#again(batch);
    else for (const append of batch) this.#fail(append, (verdict === 'refused' ? unavailable : outcomeUnknown)(detail));
  }

  /** Back to the front, in order; one that has run out of time was answered as unknown, which is still true. */
  #again(batch: readonly Append[]): void {
    const remaining = batch.filter((append) => append.state === 'sent');
    for (const append of remaining) append.state = 'waiting';
    this.#waiting.unshift(...remaining);
  }

  #fail(append: Append, fault: Error): void {
    if (append.state !== 'settled') append.reject(fault);
  }
}
