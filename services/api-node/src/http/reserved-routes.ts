import type { IncomingMessage, ServerResponse } from 'node:http';
import { type TokenBuckets, addressBlock, parseKeyText } from '@keyledger/domain';
import type { Clock } from '@keyledger/ports';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Exchange } from './exchange.ts';
import type { PublicServerOptions } from './options.ts';
import type { PublicCode } from './public-codes.ts';

const MAX_BODY_BYTES = 4_096;
const ACCEPTED = '{"status":"accepted"}';

export interface ReservedRoutesOptions {
  /** Null: the request is malformed and has its answer. */
  readonly open: (req: IncomingMessage, res: ServerResponse) => Exchange | null;
  readonly revokeBySecret: PublicServerOptions['revokeBySecret'];
  readonly revokeLimiter: TokenBuckets;
  readonly clock: Clock;
  /** Within which all of a body must have come. */
  readonly bodyMs: number;
}

function secretOf(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('secret' in body)) return null;
  return typeof body.secret === 'string' ? body.secret : null;
}

function send(exchange: Exchange, status: 200 | 202, type: string, caching: string, body: string): void {
  const headers = ['Content-Type', `${type}; charset=utf-8`, 'Content-Length', String(Buffer.byteLength(body))];
  exchange.accept(status, [...headers, 'Cache-Control', caching], body);
}

const accept = (exchange: Exchange): void => send(exchange, 202, 'application/json', 'no-store', ACCEPTED);

const showErrors = (exchange: Exchange): void =>
  send(exchange, 200, 'text/html', 'public, max-age=300', exchange.rules.errorPage);

/** Bodies are small here, and nobody shows a key: none may come as slowly as those that are passed on. */
function boundBody(exchange: Exchange, withinMs: number): void {
  const timer = setTimeout(() => exchange.refuse('request_timeout'), withinMs);
  exchange.res.once('close', () => clearTimeout(timer));
}

/** What a failure of Fastify's body parsing is called outside. */
function parsingCode(error: FastifyError): PublicCode {
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return 'payload_too_large';
  return (error.statusCode ?? 500) < 500 ? 'malformed_request' : 'internal_error';
}

/** The node's own paths, all below `/_keyledger/`; what is not here is 404 and never reaches the upstream. */
export function reservedRoutes(scope: FastifyInstance, options: ReservedRoutesOptions): void {
  const exchanges = new WeakMap<FastifyRequest, Exchange>();

  /** Runs `answer` for a request that has no answer yet; all of them are written past Fastify. */
  function conclude(request: FastifyRequest, reply: FastifyReply, answer: (exchange: Exchange) => void): void {
    reply.hijack();
    const exchange = exchanges.get(request);
    if (exchange !== undefined) answer(exchange);
  }

  scope.addHook('onRequest', (request, reply, done) => {
    const exchange = options.open(request.raw, reply.raw);
    if (exchange === null) return void reply.hijack();
    exchanges.set(request, exchange);
    boundBody(exchange, options.bodyMs);
    done();
  });
  scope.setNotFoundHandler((request, reply) => conclude(request, reply, (exchange) => exchange.refuse('not_found')));
  scope.setErrorHandler((error: FastifyError, request, reply) => {
    conclude(request, reply, (exchange) => exchange.refuse(parsingCode(error)));
  });
  scope.removeContentTypeParser('text/plain');
  scope.get('/errors', (request, reply) => conclude(request, reply, showErrors));
  scope.post('/revoke-by-secret', { bodyLimit: MAX_BODY_BYTES }, (request, reply) => {
    conclude(request, reply, (exchange) => revoke(exchange, secretOf(request.body), options));
  });
}

/**
 * Answers at once, and the same whatever the secret is good for (security.md, "revoke-by-secret"). 202 is a promise:
 * where the secret cannot be taken on now, the answer says so, and the client comes back.
 */
function revoke(exchange: Exchange, secret: string | null, options: ReservedRoutesOptions): void {
  if (secret === null) return exchange.refuse('malformed_request');
  const waitMs = options.revokeLimiter.take(addressBlock(exchange.clientAddress), options.clock.monotonic());
  if (waitMs > 0) return exchange.refuse('rate_limited');
  const couldBeKey = parseKeyText(exchange.rules.profile.keyFormat, secret) !== null;
  if (couldBeKey && !options.revokeBySecret(secret, exchange.clientAddress)) return exchange.refuse('rate_limited');
  accept(exchange);
}
