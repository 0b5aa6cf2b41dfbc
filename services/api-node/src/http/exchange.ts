import type { IncomingMessage, ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';
import type { Clock } from '@keyledger/ports';
import type { AnsweredRequest, Outcome, PublicHooks, UsedKey } from './options.ts';
import type { Forwarded, Peer, Peers } from './peer.ts';
import type { CurrentRules, PortRules } from './port-rules.ts';
import type { PublicCode } from './public-codes.ts';
import { type RequestHead, expectsContinue, readHead } from './request-head.ts';
import { settleUnreadBody } from './unread-body.ts';

const REQUEST_ID = /^[A-Za-z0-9._~:@=+/-]{1,128}$/;

const NOTHING: readonly string[] = [];

export const newRequestId = (): string => randomUUID();

/** What all exchanges of a server share. */
export interface ExchangeContext {
  readonly peers: Peers;
  readonly rules: CurrentRules;
  readonly clock: Clock;
  readonly hooks: PublicHooks;
  /** The server stops: connections end with the answer under way. */
  closing: boolean;
}

/** One request and its one answer. */
export class Exchange implements AnsweredRequest {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  /** The target's bytes as they were received. */
  readonly target: string;
  readonly head: RequestHead;
  readonly peer: Peer;
  /** Null: `Forwarded` headers do not count here. */
  readonly forwarded: Forwarded | null;
  readonly clientAddress: string | null;
  readonly requestId: string;
  readonly rules: PortRules;
  /** Once it is known. */
  key: UsedKey | null = null;
  /** Of bodies, as they pass. */
  bytesIn = 0;
  bytesOut = 0;
  readonly #context: ExchangeContext;
  readonly #startedAt: number;
  #alsoTold: readonly string[] = NOTHING;
  #ended = false;

  constructor(context: ExchangeContext, req: IncomingMessage, res: ServerResponse, target: string) {
    this.#context = context;
    this.#startedAt = context.clock.monotonic();
    this.req = req;
    this.res = res;
    this.rules = context.rules.now();
    this.target = target;
    this.head = readHead(req.rawHeaders);
    this.peer = context.peers.of(req.socket);
    const { requestId, forwarded, forwardedFor } = this.head;
    this.forwarded = context.peers.forwarded(this.peer, forwarded);
    this.clientAddress =
      this.forwarded === null ? context.peers.clientAddress(this.peer, forwardedFor) : this.forwarded.clientAddress;
    this.requestId = this.peer.trusted && requestId !== null && REQUEST_ID.test(requestId) ? requestId : newRequestId();
  }

  /** The answer's connection must end with it. */
  get closing(): boolean {
    return this.#context.closing;
  }

  trustedHeader(name: string): string | null {
    const value = this.peer.trusted ? this.req.headers[name] : undefined;
    return typeof value === 'string' ? value : null;
  }

  /** Headers that the answer will have, whoever makes it: names and values in turn. */
  get alsoTold(): readonly string[] {
    return this.#alsoTold;
  }

  /** Adds to {@link alsoTold}. */
  alsoTell(headers: readonly string[]): void {
    if (headers.length > 0) this.#alsoTold = [...this.#alsoTold, ...headers];
  }

  /**
   * Answers with one of the node's own codes; does nothing where the client has left or has its answer.
   * @param field the query parameter that is to blame
   */
  refuse(code: PublicCode, field: string | null = null): void {
    if (!this.#canBeAnswered()) return;
    const close = this.closing || this.#endsUnclearly(code);
    const headers = [...this.#alsoTold, 'X-Request-Id', this.requestId];
    if (close) headers.push('Connection', 'close');
    const status = this.rules.refusals.send(this.res, code, field, headers);
    settleUnreadBody(this.req);
    this.end(code, status);
  }

  /** Answers with what the node itself has to say; names and values in turn. */
  accept(status: 200 | 202 | 204 | 304, headers: readonly string[], body = ''): void {
    if (!this.#canBeAnswered()) return;
    const all = [...headers, 'X-Request-Id', this.requestId];
    if (this.closing || expectsContinue(this.head)) all.push('Connection', 'close');
    this.res.writeHead(status, all);
    this.res.end(body);
    settleUnreadBody(this.req);
    this.end('accepted', status);
  }

  #canBeAnswered(): boolean {
    if (this.#ended) return false;
    if (!this.res.headersSent && !this.res.destroyed) return true;
    this.end('client_closed', 499);
    return false;
  }

  /** Where the next request begins can't be told: in a malformed one, or where a body may or may not follow. */
  #endsUnclearly(code: PublicCode): boolean {
    return code === 'malformed_request' || expectsContinue(this.head);
  }

  /** Counts the answer, once. */
  end(outcome: Outcome, status: number): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#context.hooks.answered(outcome, status, this.#context.clock.monotonic() - this.#startedAt, this);
  }
}
