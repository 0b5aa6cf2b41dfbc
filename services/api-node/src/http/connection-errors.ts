import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { pendingAnswer } from './connections.ts';
import { newRequestId } from './exchange.ts';
import type { PublicHooks } from './options.ts';
import type { CurrentRules } from './port-rules.ts';
import type { PublicCode } from './public-codes.ts';

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

/** Answers what never becomes a request: bytes that are no HTTP, heads that are too large, upgrades and CONNECT. */
export class ConnectionErrors {
  readonly #rules: CurrentRules;
  readonly #hooks: PublicHooks;
  readonly #given = new WeakSet<Socket>();

  constructor(rules: CurrentRules, hooks: PublicHooks) {
    this.#rules = rules;
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
    // What ends too early is a client that leaves.
    this.#answer(socket, codeOf(error), error.code !== 'HPE_INVALID_EOF_STATE');
  }

  #answer(socket: Socket, code: PublicCode, counts = true): void {
    if (this.#given.has(socket)) return;
    const pending = pendingAnswer(socket);
    if (pending !== null && pending.req.complete) {
      // The bad request came behind a good one, whose answer is not to be broken.
      pending.once('close', () => setImmediate(() => this.#answer(socket, code, counts)));
      return;
    }
    this.#given.add(socket);
    if (pending?.headersSent === true || !socket.writable) {
      socket.destroy();
      return;
    }
    const { refusals } = this.#rules.now();
    const { status } = refusals.of(code);
    socket.end(refusals.bytes(code, newRequestId()));
    if (pending === null && counts) this.#hooks.answered(code, status, 0, null);
    linger(socket);
  }
}

/** Lets the client read its answer before the connection is taken from it: unread bytes would turn into a reset. */
function linger(socket: Socket): void {
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  timer.unref();
  socket.once('close', () => clearTimeout(timer));
}
