import type { Logger } from '@keyledger/ports';
import { fastify } from 'fastify';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { listenOn } from '../process/listen.ts';
import type { ListenAddress } from '../process/listen.ts';
import type { Health } from './health.ts';
import type { Metrics } from './metrics.ts';

const LOOPBACK = '127.0.0.1';
const REQUEST_TIMEOUT_MS = 10_000;
const MAX_BODY_BYTES = 1_024;

export interface OpsServerOptions extends Omit<ListenAddress, 'host'> {
  /** Loopback where it is not given. */
  readonly host?: string;
  readonly health: Health;
  readonly metrics: Metrics;
  /** What `/debug/state` shows; never a secret. */
  readonly state: () => object | Promise<object>;
  readonly logger: Logger;
}

export interface OpsServer {
  /** Such as `http://127.0.0.1:8409`, with the port that is really open. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** An RFC 9457 problem; details stay in the log. */
function refuse(reply: FastifyReply, status: number, title: string, code: string): FastifyReply {
  return reply
    .code(status)
    .type('application/problem+json')
    .send(JSON.stringify({ type: 'about:blank', title, status, code }));
}

function addRoutes(app: FastifyInstance, { health, metrics, state }: OpsServerOptions): void {
  app.get('/livez', () => ({ live: true }));
  app.get('/readyz', (_request, reply) => {
    const report = health.report();
    return reply.code(report.ready ? 200 : 503).send(report);
  });
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()));
  app.get('/debug/state', async () => state());
}

/**
 * Serves health, metrics and state to operators, without authentication: its port belongs into no public network.
 * @throws StartRefused where the port cannot be had.
 */
export async function startOpsServer(options: OpsServerOptions): Promise<OpsServer> {
  const { host = LOOPBACK, port, setting, logger } = options;
  const app = fastify({
    logger: false,
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: true,
  });
  app.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'));
  app.setNotFoundHandler((_request, reply) => refuse(reply, 404, 'Not Found', 'not_found'));
  app.setErrorHandler((error, request, reply) => {
    const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
    if (status < 500) return refuse(reply, status, 'Bad Request', 'malformed_request');
    logger.error({ err: error, path: request.routeOptions.url }, 'an ops request failed');
    return refuse(reply, 500, 'Internal Server Error', 'internal');
  });
  addRoutes(app, options);
  await listenOn({ host, port, setting }, () => app.listen({ host, port }));
  const address = app.server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  const shownHost = host.includes(':') ? `[${host}]` : host;
  return { url: `http://${shownHost}:${bound}`, port: bound, close: () => app.close() };
}
