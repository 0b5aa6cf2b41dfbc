import type { IncomingMessage } from 'node:http';

/** A client that offers it goes on in HTTP/1.1 when the offer is ignored (RFC 9110 section 7.8); Java's offers always. */
const OPTIONAL = new Set(['h2c']);

/** Whether a request asks for a change of protocol that it cannot do without, such as a websocket's. */
export function demandsUpgrade(request: IncomingMessage): boolean {
  const protocols = (request.headers.upgrade ?? '').split(',');
  return !protocols.every((protocol) => OPTIONAL.has(protocol.trim().toLowerCase()));
}
