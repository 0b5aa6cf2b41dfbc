import { type Readable, Transform } from 'node:stream';
import type { Exchange } from './exchange.ts';
import { expectsContinue } from './request-head.ts';

/** Who keeps an upload from going on. */
export type Stall = 'request_timeout' | 'upstream_timeout';

/**
 * A request's body on its way to the upstream. It stands between the client's stream and undici, which destroys what it
 * reads from when the upstream fails, and with the client's stream would go the connection that the answer needs.
 */
export class RequestBody {
  readonly #exchange: Exchange;
  readonly #through: Transform;
  readonly #timer: NodeJS.Timeout;
  #stalled: ((stall: Stall) => void) | null = null;

  /** @param idleMs how long it may stand still, and after its end how long the upstream may think. */
  constructor(exchange: Exchange, idleMs: number) {
    this.#exchange = exchange;
    const { req, res, head } = exchange;
    this.#through = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        exchange.bytesIn += chunk.length;
        done(null, chunk);
      },
    });
    // undici reports a failing body to its request; without a listener of ours it would be an uncaught error as well.
    this.#through.on('error', () => {});
    this.#timer = setTimeout(() => this.#stalled?.(this.#stall()), idleMs);
    if (expectsContinue(head) && req.httpVersionMinor > 0) res.writeContinue();
    req.pipe(this.#through);
  }

  get stream(): Readable {
    return this.#through;
  }

  onStall(stalled: (stall: Stall) => void): void {
    this.#stalled = stalled;
  }

  /** A piece, or the end, was handed to the upstream's connection. */
  progressed(): void {
    this.#timer.refresh();
  }

  /** The upstream has begun its answer: what is left of the upload is no longer waited for. */
  answered(): void {
    clearTimeout(this.#timer);
    this.#stalled = null;
  }

  /** It is over, whether all was sent or not: the client's stream is let go. */
  cancel(): void {
    this.answered();
    this.#exchange.req.unpipe(this.#through);
    this.#through.destroy();
  }

  #stall(): Stall {
    const waitsForClient = !this.#exchange.req.complete && this.#through.readableLength === 0;
    return waitsForClient ? 'request_timeout' : 'upstream_timeout';
  }
}
