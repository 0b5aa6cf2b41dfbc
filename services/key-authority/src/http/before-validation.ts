import { Fault } from '@keyledger/ports';
import type { FastifyRequest } from 'fastify';

const CANONICAL_INTEGER = /^(?:0|[1-9][0-9]{0,14})$/;

/** @throws Fault `malformed_request` where a body is needed and missing */
export async function requireBody(request: FastifyRequest): Promise<void> {
  const { schema } = request.routeOptions;
  if (schema?.body === undefined || request.body !== undefined) return;
  if (schema['x-body-optional'] !== true) throw new Fault('malformed_request', 'A JSON body is required.');
  request.body = {};
}

/** A query is all text: what is the canonical text of a whole number becomes one where the schema wants one. */
export async function readIntegers(request: FastifyRequest): Promise<void> {
  const schema = request.routeOptions.schema?.querystring as { properties?: Record<string, { type?: unknown }> };
  const query = request.query as Record<string, unknown>;
  for (const [name, { type }] of Object.entries(schema?.properties ?? {})) {
    const text = query[name];
    if (type === 'integer' && typeof text === 'string' && CANONICAL_INTEGER.test(text)) query[name] = Number(text);
  }
}
