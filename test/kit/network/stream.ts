import type { Socket } from 'node:net';

/** What happens to the bytes of one direction of a connection. */
export interface Treatment {
  /** Nothing arrives until this is over; then all of it does, in order, as after retransmission. */
  readonly isHeld: boolean;
  /** How much later everything arrives. */
  readonly delayMs: number;
}

export const UNTOUCHED: Treatment = { isHeld: false, delayMs: 0 };

type Item = { readonly kind: 'bytes'; readonly bytes: Buffer } | { readonly kind: 'end' | 'reset' };
type Queued = Item & { readonly arrivedAt: number };

/** A sender with this much on the way has to wait, as by a full window. */
const WINDOW_BYTES = 1024 * 1024;

/** Carries what one socket receives to another, its end and its loss among it; never out of order. */
export class Stream {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #treatment: () => Treatment;
  #queue: Queued[] = [];
  #queuedBytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  /** @param treatment asked whenever something could move */
  constructor(from: Socket, to: Socket, treatment: () => Treatment) {
    this.#from = from;
    this.#to = to;
    this.#treatment = treatment;
    from.on('data', (bytes: Buffer) => this.#put({ kind: 'bytes', bytes }));
    from.once('end', () => this.#put({ kind: 'end' }));
    // Loses what is still to be read, as the system does when it has no reader any more.
    from.once('close', (hadError) => hadError && this.#put({ kind: 'reset' }));
    to.on('drain', () => this.#resume());
  }

  /** Moves all that may move now: called when the treatment has changed. */
  pump(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (let next = this.#queue[0]; next !== undefined && !this.#isClosed; next = this.#queue[0]) {
      const { isHeld, delayMs } = this.#treatment();
      if (isHeld) return;
      const waitMs = next.arrivedAt + delayMs - performance.now();
      if (waitMs > 0) {
        this.#timer = setTimeout(() => this.pump(), waitMs);
        return;
      }
      this.#queue.shift();
      this.#deliver(next);
    }
    this.#resume();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#queue = [];
  }

  #put(item: Item): void {
    if (this.#isClosed) return;
    this.#queue.push({ ...item, arrivedAt: performance.now() });
    if (item.kind === 'bytes') this.#queuedBytes += item.bytes.length;
    if (this.#timer === undefined) this.pump();
    if (this.#queuedBytes > WINDOW_BYTES || this.#to.writableNeedDrain) this.#from.pause();
  }

  #deliver(item: Item): void {
    if (item.kind === 'bytes') {
      this.#queuedBytes -= item.bytes.length;
      this.#to.write(item.bytes);
    } else if (item.kind === 'end') this.#to.end();
    else this.#to.resetAndDestroy();
  }

  #resume(): void {
    if (this.#queuedBytes <= WINDOW_BYTES && !this.#to.writableNeedDrain) this.#from.resume();
  }
}
