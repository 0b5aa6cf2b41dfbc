import type { Exchange } from './exchange.ts';
import { nominated } from './header-rules.ts';

const text = (value: Buffer | string | undefined): string =>
  typeof value === 'string' ? value : (value?.toString('latin1') ?? '');

function connectionOf(raw: readonly (Buffer | string)[]): string {
  const values: string[] = [];
  for (let i = 0; i < raw.length; i += 2) {
    if (raw[i]?.length === 10 && text(raw[i]).toLowerCase() === 'connection') values.push(text(raw[i + 1]));
  }
  return values.join(',');
}

/**
 * The headers of the client's answer, names and values in turn: the upstream's raw ones, repeated ones included, without
 * what is for its connection alone.
 */
export function responseHeaders(exchange: Exchange, raw: readonly (Buffer | string)[], status: number): string[] {
  const dropped = nominated(connectionOf(raw));
  const headers: string[] = ['X-Request-Id', exchange.requestId, ...exchange.alsoTold];
  for (let i = 0; i < raw.length; i += 2) {
    const name = text(raw[i]);
    const lower = name.toLowerCase();
    if (!exchange.rules.headers.passesToClient(lower) || dropped.has(lower)) continue;
    // RFC 9110 section 8.6: no length on 204.
    if (status === 204 && lower === 'content-length') continue;
    headers.push(name, text(raw[i + 1]));
  }
  return headers;
}
