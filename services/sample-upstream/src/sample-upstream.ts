import { METHODS } from 'node:http';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { type Caller, readCaller } from '@keyledger/client/upstream';
import { fastify, type FastifyInstance } from 'fastify';
import { echoOf } from './echo.ts';

const MAX_DELAY_MS = 60_000;
const MAX_CHUNKS = 10_000;

/** A whole number of a query, within bounds; what is none counts as the default. */
function bounded(query: unknown, name: string, fallback: number, max: number): number {
  const text: unknown = typeof query === 'object' && query !== null ? Reflect.get(query, name) : undefined;
  return typeof text === 'string' && /^[0-9]{1,9}$/.test(text) ? Math.min(Number(text), max) : fallback;
}

async function* lines(count: number, intervalMs: number): AsyncGenerator<string> {
  for (let number = 1; number <= count; number++) {
    if (number > 1) await delay(intervalMs);
    yield `line ${String(number)} of ${String(count)}\n`;
  }
}

/** Above what Node's HTTP server takes as a whole: a parameter that is too long is one that is not known. */
const MAX_PARAMETER_LENGTH = 65_536;

const shown = ({ keyId: id, organizationId: organization, ...others }: Caller) => ({ id, organization, ...others });

/**
 * A small service to stand behind an API node: it greets who calls, and shows how requests arrive and answers leave. It
 * believes the identity headers and never sees a credential.
 */
export function createSampleUpstream(): FastifyInstance {
  const app = fastify({
    logger: false,
    forceCloseConnections: true,
    exposeHeadRoutes: true,
    routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH },
  });
  // Bodies are left to the routes that read them.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  for (const method of METHODS) {
    if (method !== 'CONNECT' && !app.supportedMethods.includes(method)) app.addHttpMethod(method);
  }

  app.get('/hello', ({ headers }) => {
    const caller = readCaller(headers);
    if (caller === null) return { message: 'Hello. No API node stands in front of me.', key: null };
    return { message: `Hello, ${caller.organizationId}.`, key: shown(caller) };
  });
  app.all('/echo', ({ raw }) => echoOf(raw));
  app.get('/slow', async ({ query }) => {
    const ms = bounded(query, 'ms', 1_000, MAX_DELAY_MS);
    await delay(ms);
    return { waited_ms: ms };
  });
  app.get('/stream', ({ query }, reply) => {
    const count = bounded(query, 'chunks', 10, MAX_CHUNKS);
    const intervalMs = bounded(query, 'interval_ms', 100, MAX_DELAY_MS);
    return reply.type('text/plain; charset=utf-8').send(Readable.from(lines(count, intervalMs)));
  });
  return app;
}

/** Whatever else is asked for is there as well, and shows how the request arrived. */
export function echoAll(app: FastifyInstance): void {
  app.setNotFoundHandler(({ raw }) => echoOf(raw));
}
