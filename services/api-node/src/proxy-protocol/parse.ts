import type { ProxyHeader } from './header.ts';
import { parseV1, V1_START } from './v1.ts';
import { parseV2, V2_START } from './v2.ts';

/**
 * Reads the header of the PROXY protocol, version 1 or 2, that a connection must begin with
 * (haproxy.org, proxy-protocol.txt). Its size is bounded: what is too long for one is malformed at once.
 */
export function parseProxyHeader(bytes: Buffer): ProxyHeader {
  if (beginsLike(bytes, V2_START)) return parseV2(bytes);
  return beginsLike(bytes, V1_START) ? parseV1(bytes) : 'malformed';
}

function beginsLike(bytes: Buffer, start: Buffer): boolean {
  const length = Math.min(bytes.length, start.length);
  return bytes.subarray(0, length).equals(start.subarray(0, length));
}
