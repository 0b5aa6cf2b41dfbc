import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { newRequestId } from './exchange.ts';
import type { PublicHooks } from './options.ts';
import type { PublicCode } from './public-codes.ts';
import type { Refusals } from './refusals.ts';

const LINGER_MS = 2_000;

/** What Node's HTTP server found wrong with a connection. */
function codeOf(error: NodeJS.ErrnoException): PublicCode {
  switch (error.code) {
    case 'HPE_HEADER_OVERFLOW':
      return 'headers_too_large';
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return 'payload_too_large';
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return 'request_timeout';
    default:
      return 'malformed_request';
  }
}

/** The answer that a connection is waiting to send; Node's own default handler looks at the same property. */
const pendingAnswer = (socket: Socket): ServerResponse | null =>
  (socket as { _httpMessage?: ServerResponse | null })._httpMessage ?? null;

/** Answers what never becomes a request: bytes that are no HTTP, heads that are too large, upgrades and CONNECT. */
export class ConnectionErrors {
  readonly #refusals: Refusals;
  readonly #hooks: PublicHooks;
  readonly #given = new WeakSet<Socket>();

  constructor(refusals: Refusals, hooks: PublicHooks) {
    this.#refusals = refusals;
    this.#hooks = hooks;
  }

  listen(server: Server): void {
    const refuse = (code: PublicCode) => (_request: IncomingMessage, socket: Socket) => {
      // Node has let go of this socket, and an error without a listener would end the process.
      socket.on('error', () => socket.destroy());
      socket.resume();
      this.#answer(socket, code);
    };
    server.on('upgrade', refuse('upgrade_not_supported'));
    server.on('connect', refuse('malformed_request'));
  }

  /** For Node's `clientError`; called again for each piece that comes after the first bad one. */
  clientError(error: NodeJS.ErrnoException, socket: Socket): void {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      if (!this.#given.has(socket)) socket.destroy();
      return;
    }
    this.#answer(socket, codeOf(error));
  }

  #answer(socket: Socket, code: PublicCode): void {
    if (this.#given.has(socket)) return;
    const pending = pendingAnswer(socket);
    if (pending !== null && pending.req.complete) {
      // The bad request came behind a good one, whose answer is not to be broken.
      pending.once('close', () => setImmediate(() => this.#answer(socket, code)));
      return;
    }
    this.#given.add(socket);
    if (pending?.headersSent === true || !socket.writable) {
      socket.destroy();
      return;
    }
    const { status } = this.#refusals.of(code);
    socket.end(this.#refusals.bytes(code, newRequestId()));
    if (pending === null) this.#hooks.answered(code, status, 0);
    linger(socket);
  }
}

/** Lets the client read its answer before the connection is taken from it: unread bytes would turn into a reset. */
function linger(socket: Socket): void {
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  timer.unref();
  socket.once('close', () => clearTimeout(timer));
}
