import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { parseProxyHeader } from './parse.ts';

/** Why a connection was closed before it could carry a request. */
export type ConnectionRefusal = 'untrusted_peer' | 'malformed_proxy_header' | 'proxy_header_timeout';

export interface ProxiedConnections {
  /** From the connection to the end of its header, in milliseconds; the specification asks for 3 s at least. */
  readonly deadlineMs: number;
  readonly isTrusted: (socket: Socket) => boolean;
  /** The header is read. Null: the connection is the proxy's own. */
  readonly told: (socket: Socket, source: string | null) => void;
  /** The socket is closed after it. */
  readonly refused: (socket: Socket, reason: ConnectionRefusal) => void;
}

/**
 * From now on a connection becomes one of HTTP only when a trusted proxy has begun it with a header of the PROXY
 * protocol; any other is closed without an answer. The specification forbids to guess whether there is one.
 * Listeners for `connection` that are added later see connections as they come.
 */
export function requireProxyHeaders(server: Server, connections: ProxiedConnections): void {
  // Node's own, which makes a connection one of HTTP.
  const [accept, ...others] = server.listeners('connection');
  if (accept === undefined || others.length > 0) throw new Error('unreachable: the server is as Node has made it');
  server.removeAllListeners('connection');
  server.on('connection', (socket) => {
    // Gone again before it was accepted, as with a health check that only looks whether the port is open.
    if (socket.remoteAddress === undefined) socket.destroy();
    else if (connections.isTrusted(socket)) readHeader(socket, connections, () => void accept.call(server, socket));
    else refuse(socket, connections, 'untrusted_peer');
  });
}

function refuse(socket: Socket, { refused }: ProxiedConnections, reason: ConnectionRefusal): void {
  refused(socket, reason);
  socket.destroy();
}

function readHeader(socket: Socket, connections: ProxiedConnections, accept: () => void): void {
  let bytes: Buffer = Buffer.alloc(0);
  const end = (reason: ConnectionRefusal): void => {
    stop();
    refuse(socket, connections, reason);
  };
  const read = (): void => {
    const chunk = socket.read() as Buffer | null;
    if (chunk === null) return;
    bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
    const header = parseProxyHeader(bytes);
    if (header === 'incomplete') return;
    if (header === 'malformed') return end('malformed_proxy_header');
    stop();
    connections.told(socket, header.source);
    // What came behind the header is still to be read, before whatever comes next.
    if (bytes.length > header.length) socket.unshift(bytes.subarray(header.length));
    accept();
  };
  // Who leaves without a byte has looked whether the port is open: a health check.
  const leave = (): void => void (bytes.length === 0 ? socket.destroy() : end('malformed_proxy_header'));
  const fail = (): void => void socket.destroy();
  const timer = setTimeout(() => end('proxy_header_timeout'), connections.deadlineMs);
  const stop = (): void => {
    clearTimeout(timer);
    socket.off('readable', read).off('end', leave).off('error', fail).off('close', stop);
  };
  socket.on('readable', read).on('end', leave).on('error', fail).on('close', stop);
}
