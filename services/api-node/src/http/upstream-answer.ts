import type { ServerResponse } from 'node:http';
import type { Logger } from '@keyledger/ports';
import { type Dispatcher, errors } from 'undici';
import type { Exchange } from './exchange.ts';
import type { PublicCode } from './public-codes.ts';
import type { RequestBody, Stall } from './request-body.ts';
import { responseHeaders } from './response-headers.ts';
import { settleUnreadBody } from './unread-body.ts';

const SMALL_BYTES = 4_096;

/** What the failure of a dispatched request is called outside. */
export function upstreamCode(error: Error): PublicCode {
  if (error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError)
    return 'upstream_timeout';
  if (error instanceof errors.ConnectTimeoutError) return 'upstream_timeout';
  // undici is stricter than the parser about a few header values.
  if (error instanceof errors.InvalidArgumentError) return 'malformed_request';
  return 'upstream_unavailable';
}

/** Carries one answer of the upstream to the client, and the end of either to the other. */
export class UpstreamAnswer implements Dispatcher.DispatchHandler {
  readonly #exchange: Exchange;
  readonly #body: RequestBody | null;
  readonly #logger: Logger;
  #controller: Dispatcher.DispatchController | null = null;
  #over = false;
  #begun = false;
  #stall: Stall | null = null;

  constructor(exchange: Exchange, body: RequestBody | null, logger: Logger) {
    this.#exchange = exchange;
    this.#body = body;
    this.#logger = logger;
    exchange.res.once('close', () => this.#clientClosed());
    body?.onStall((stall) => this.#stalled(stall));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#over) controller.abort(new errors.RequestAbortedError());
  }

  onBodySent(): void {
    this.#body?.progressed();
  }

  onRequestSent(): void {
    this.#body?.progressed();
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    // Informational answers end here (RFC 9110 section 15.2 lets a proxy drop what it did not ask for).
    if (status < 200 || this.#over) return;
    this.#body?.answered();
    const { res, closing } = this.#exchange;
    const raw = Array.isArray(controller.rawHeaders) ? controller.rawHeaders : [];
    const headers = responseHeaders(this.#exchange, raw, status);
    if (closing) headers.push('Connection', 'close');
    res.writeHead(status, headers);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const { res } = this.#exchange;
    if (this.#over) return;
    this.#exchange.bytesOut += chunk.length;
    if (this.#write(res, chunk)) return;
    controller.pause();
    res.once('drain', () => controller.resume());
  }

  /** A small first piece goes as text: so Node sends it and the head in one write, byte by byte the same. */
  #write(res: ServerResponse, chunk: Buffer): boolean {
    const first = !this.#begun;
    this.#begun = true;
    return first && chunk.length <= SMALL_BYTES ? res.write(chunk.toString('latin1'), 'latin1') : res.write(chunk);
  }

  onResponseEnd(): void {
    if (this.#over) return;
    this.#over = true;
    this.#body?.cancel();
    const { req, res } = this.#exchange;
    res.end();
    settleUnreadBody(req);
    this.#exchange.end('forwarded', res.statusCode);
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    this.#body?.cancel();
    if (this.#over) return;
    this.#over = true;
    const { res, requestId, rules } = this.#exchange;
    const code = this.#stall ?? upstreamCode(error);
    this.#logger.debug({ requestId, code, error: error.name }, 'the upstream failed');
    if (!res.headersSent) return this.#exchange.refuse(code);
    // The head is out: only a broken connection can still say that this is not the whole answer.
    res.destroy();
    this.#exchange.end(code, rules.refusals.of(code).status);
  }

  #stalled(stall: Stall): void {
    this.#stall = stall;
    const reason = new errors.RequestAbortedError();
    if (this.#controller === null) this.onResponseError(null, reason);
    else this.#controller.abort(reason);
  }

  #clientClosed(): void {
    if (this.#over) return;
    this.#over = true;
    this.#body?.cancel();
    this.#controller?.abort(new errors.RequestAbortedError());
    this.#exchange.end('client_closed', 499);
  }
}
