import { Fault } from '@keyledger/ports';
import type { FastifyRequest } from 'fastify';
import { nameProblem } from './json-names.ts';

const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const OTHER_CHARSET = /;\s*charset\s*=(?!\s*(?:utf-8|"utf-8")\s*(?:;|$))/i;

const malformed = (detail: string): Fault => new Fault('malformed_request', detail);

/**
 * The value of a JSON body, undefined where it is empty. The parser's own messages are not passed on: they quote the
 * body.
 * @throws Fault `malformed_request`, `unsupported_media_type`
 */
export function parseJsonBody(request: FastifyRequest, body: Buffer): unknown {
  if (OTHER_CHARSET.test(request.headers['content-type'] ?? '')) {
    throw new Fault('unsupported_media_type', 'JSON is UTF-8 here.');
  }
  if (body.length === 0) return undefined;
  const text = decode(body);
  const value = parse(text);
  const problem = nameProblem(text);
  if (problem !== null) throw malformed(problem);
  return value;
}

function decode(body: Buffer): string {
  try {
    return UTF_8.decode(body);
  } catch {
    throw malformed('The body is not valid UTF-8.');
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw malformed('The body is not valid JSON.');
  }
}
