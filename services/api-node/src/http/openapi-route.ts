import { OPENAPI_PATH, hasCurrent } from '../openapi/openapi-page.ts';
import type { Exchange } from './exchange.ts';

/**
 * Answers a request for the description of the profile's routes, which needs no key; false: this is no such request.
 * Other methods go through the ordinary checks, and where a profile has no routes the path is the upstream's.
 */
export function showOpenApi(exchange: Exchange): boolean {
  const { openApi } = exchange.rules;
  const { method, headers } = exchange.req;
  if (openApi === null || (method !== 'GET' && method !== 'HEAD') || !isOpenApi(exchange.target)) return false;
  const caching = ['ETag', openApi.etag, 'Cache-Control', 'no-cache'];
  if (hasCurrent(openApi, headers['if-none-match'])) {
    exchange.accept(304, caching);
    return true;
  }
  const { body } = openApi;
  const content = [
    'Content-Type',
    'application/json; charset=utf-8',
    'Content-Length',
    String(Buffer.byteLength(body)),
  ];
  exchange.accept(200, [...content, ...caching], body);
  return true;
}

const isOpenApi = (target: string): boolean => target === OPENAPI_PATH || target.startsWith(`${OPENAPI_PATH}?`);
