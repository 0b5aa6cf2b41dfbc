import type { IncomingMessage } from 'node:http';
import { readCaller } from '@keyledger/client/upstream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Answer, type Sample, type System, type SystemRequest, refused } from './system.ts';

const MAX_BODY_BYTES = 100_000;

/** Adds the routes of a system. None of them answers what has not come through an API node. */
export function serveSystem(app: FastifyInstance, system: System, sample: Sample): void {
  for (const { method, path, handle } of system.routes(sample)) {
    app.route({
      method,
      url: path,
      handler: async ({ headers, params, raw }, reply) => {
        const caller = readCaller(headers, system.forward);
        if (caller === null) return send(reply, refused('digest_key_unavailable'));
        const query = new URL(raw.url ?? '/', 'http://upstream').searchParams;
        const body = method === 'GET' ? null : await readJson(raw);
        return send(reply, handle({ caller, params: params as Record<string, string>, query, body }));
      },
    });
  }
  app.setNotFoundHandler((_, reply) => send(reply, refused('route_not_found')));
}

const send = (reply: FastifyReply, { status, headers, body }: Answer): FastifyReply =>
  reply.code(status).headers(headers).send(body);

async function readJson(raw: IncomingMessage): Promise<SystemRequest['body']> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of raw as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  if (length > MAX_BODY_BYTES) return null;
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}
