import type { IncomingMessage, ServerResponse } from 'node:http';
import { type KeyFormat, type TokenBuckets, addressBlock, parseKeyText } from '@keyledger/domain';
import type { Clock, Logger } from '@keyledger/ports';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { nameOf } from './error-name.ts';
import { ERROR_PAGE } from './error-page.ts';
import type { Exchange } from './exchange.ts';
import type { PublicCode } from './public-codes.ts';

const MAX_BODY_BYTES = 4_096;
const ACCEPTED = '{"status":"accepted"}';

export interface ReservedRoutesOptions {
  /** Null: the request is malformed and has its answer. */
  readonly open: (req: IncomingMessage, res: ServerResponse) => Exchange | null;
  readonly keyFormat: KeyFormat;
  readonly revokeBySecret: (secret: string, clientAddress: string | null) => Promise<void>;
  readonly revokeLimiter: TokenBuckets;
  readonly clock: Clock;
  /** Keeps what an answer did not wait for until the server's stop. */
  readonly background: (work: Promise<void>) => void;
  readonly logger: Logger;
}

function secretOf(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('secret' in body)) return null;
  return typeof body.secret === 'string' ? body.secret : null;
}

function send(exchange: Exchange, status: number, type: string, caching: string, body: string): void {
  const headers = ['Content-Type', `${type}; charset=utf-8`, 'Content-Length', String(Buffer.byteLength(body))];
  headers.push('Cache-Control', caching, 'X-Request-Id', exchange.requestId);
  if (exchange.closing) headers.push('Connection', 'close');
  exchange.res.writeHead(status, headers);
  exchange.res.end(body);
  exchange.end('accepted', status);
}

const accept = (exchange: Exchange): void => send(exchange, 202, 'application/json', 'no-store', ACCEPTED);

const showErrors = (exchange: Exchange): void => send(exchange, 200, 'text/html', 'public, max-age=300', ERROR_PAGE);

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

/** Always the same answer at once, so that nothing can be learned of the secret (security.md, "revoke-by-secret"). */
function revoke(exchange: Exchange, secret: string | null, options: ReservedRoutesOptions): void {
  if (secret === null) return exchange.refuse('malformed_request');
  const waitMs = options.revokeLimiter.take(addressBlock(exchange.clientAddress), options.clock.monotonic());
  if (waitMs > 0) return exchange.refuse('rate_limited');
  accept(exchange);
  if (parseKeyText(options.keyFormat, secret) === null) return;
  const { requestId, clientAddress } = exchange;
  options.background(
    options.revokeBySecret(secret, clientAddress).catch((error: unknown) => {
      options.logger.error({ requestId, error: nameOf(error) }, 'a revocation by secret was given up');
    }),
  );
}
