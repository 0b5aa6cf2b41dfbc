import type { Dispatcher, Pool } from 'undici';

/** undici's parser of one connection, as far as it is touched here. */
interface Parser {
  onHeadersComplete(status: number, ...rest: readonly unknown[]): unknown;
}

const PROCESSING = 102;

/** What an object of undici keeps under a symbol of its own. */
function inner(object: unknown, name: string): unknown {
  if (typeof object !== 'object' || object === null) return undefined;
  const symbol = Object.getOwnPropertySymbols(object).find(({ description }) => description === name);
  return symbol === undefined ? undefined : (object as Readonly<Record<symbol, unknown>>)[symbol];
}

const isParser = (value: unknown): value is Parser =>
  typeof value === 'object' && value !== null && 'onHeadersComplete' in value;

/**
 * Lets an upstream send `100 Continue` without being asked, which a client must bear (RFC 9110 section 15.2). undici
 * 8.12.4 ends the connection there, and all other informational answers it hands on: so its parser is told of another
 * one. Where undici has changed inside, nothing is done.
 */
export function bearUnaskedContinue(pool: Pool): void {
  pool.on('connect', (_origin: URL, [, client]: readonly Dispatcher[]) => {
    const parser = inner(inner(client, 'socket'), 'parser');
    if (!isParser(parser)) return;
    const complete = parser.onHeadersComplete.bind(parser);
    parser.onHeadersComplete = (status, ...rest) => complete(status === 100 ? PROCESSING : status, ...rest);
  });
}
