import { type IncomingMessage, METHODS, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import type { ConnectionErrors } from './connection-errors.ts';
import { inTurn, trackIdleConnections } from './connections.ts';
import type { PublicTimeouts } from './options.ts';
import { isReserved } from './target.ts';
import { demandsUpgrade } from './upgrades.ts';

/** Added to a connection's idle time, so that whoever knows more about a delay comes first. */
const IDLE_MARGIN_MS = 5_000;
const CHECKS_PER_TIMEOUT = 4;

/** Proxied targets are opaque: all of them take the one route, and Fastify neither decodes nor parses them. */
const PROXIED = '/';

export const routingUrl = (req: IncomingMessage): string => (isReserved(req.url ?? '') ? (req.url ?? '') : PROXIED);

export interface AppHandlers {
  readonly connectionErrors: ConnectionErrors;
  /** Each request that is not for a reserved path. */
  readonly proxied: (req: IncomingMessage, res: ServerResponse) => void;
  /** For what comes before HTTP: the server with no listener but Node's own. */
  readonly beforeHttp?: (server: Server) => void;
  /** A reserved path that is no valid URL. */
  readonly unroutable: (req: IncomingMessage, res: ServerResponse) => void;
}

/** The HTTP server without any rules: limits, timeouts, and every request to the one handler. */
export function createApp(timeouts: PublicTimeouts, handlers: AppHandlers): FastifyInstance {
  const { connectionErrors, proxied, unroutable } = handlers;
  const { clientHeadersMs } = timeouts;
  const app = fastify({
    http: {
      headersTimeout: clientHeadersMs,
      connectionsCheckingInterval: Math.ceil(clientHeadersMs / CHECKS_PER_TIMEOUT),
      insecureHTTPParser: false,
      // The port answers it itself, like all that is malformed.
      requireHostHeader: false,
      shouldUpgradeCallback: demandsUpgrade,
    },
    logger: false,
    // An upload may take as long as it moves.
    requestTimeout: 0,
    connectionTimeout: idleMs(timeouts),
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    genReqId: () => '',
    rewriteUrl: routingUrl,
    clientErrorHandler: (error, socket: Socket) => connectionErrors.clientError(error, socket),
    frameworkErrors: (_error, request, reply) => {
      reply.hijack();
      unroutable(request.raw, reply.raw);
    },
  });
  handlers.beforeHttp?.(app.server);
  listenBesideRequests(app, connectionErrors);
  addProxyRoute(app, proxied);
  return app;
}

/** How long a connection may carry nothing in either direction. */
function idleMs({ verifyMs, upstreamConnectMs, upstreamHeadersMs, upstreamBodyIdleMs }: PublicTimeouts): number {
  return Math.max(verifyMs + upstreamConnectMs + upstreamHeadersMs, upstreamBodyIdleMs) + IDLE_MARGIN_MS;
}

function listenBesideRequests(app: FastifyInstance, connectionErrors: ConnectionErrors): void {
  const { server } = app;
  // By default headers beyond 2,000 are dropped unseen; their size is bounded anyway.
  server.maxHeadersCount = 0;
  trackIdleConnections(server);
  connectionErrors.listen(server);
  // Without these Node would say 100 before the key is checked, or answer other expectations in its own words.
  const asRequest = (req: IncomingMessage, res: ServerResponse): void => void server.emit('request', req, res);
  server.on('checkContinue', asRequest);
  server.on('checkExpectation', asRequest);
}

function addProxyRoute(app: FastifyInstance, proxied: AppHandlers['proxied']): void {
  const methods = METHODS.filter((method) => method !== 'CONNECT');
  for (const method of methods) if (!app.supportedMethods.includes(method)) app.addHttpMethod(method);
  app.route({
    method: methods,
    url: PROXIED,
    exposeHeadRoute: false,
    // Before Fastify would look at a body. The answer is written past Fastify, and the hook never ends.
    onRequest: (request, reply, _done) => {
      reply.hijack();
      inTurn(request.raw, reply.raw, () => proxied(request.raw, reply.raw));
    },
    handler: () => undefined,
  });
}
