import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** A request as it arrived. */
export interface Echo {
  readonly method: string;
  readonly target: string;
  /** In their order and case, repeated ones included. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: { readonly length: number; readonly sha256: string };
}

function headerPairs(raw: readonly string[]): [string, string][] {
  return Array.from({ length: raw.length / 2 }, (_, index) => [raw[index * 2] ?? '', raw[index * 2 + 1] ?? '']);
}

/** Reads the body to its end without keeping it. */
export async function echoOf(request: IncomingMessage): Promise<Echo> {
  const hash = createHash('sha256');
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    hash.update(chunk);
    length += chunk.length;
  }
  return {
    method: request.method ?? '',
    target: request.url ?? '',
    headers: headerPairs(request.rawHeaders),
    body: { length, sha256: hash.digest('hex') },
  };
}
