import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The answer that a connection is waiting to send, all of it; Node's own code goes by the same property. */
export const pendingAnswer = (socket: Socket): ServerResponse | null =>
  (socket as { _httpMessage?: ServerResponse | null })._httpMessage ?? null;

/**
 * Replaces what Node takes for an idle connection when it stops: it would cut off an answer that is written but not yet
 * sent, and wait for connections that never carried a request.
 */
export function trackIdleConnections(server: Server): void {
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  server.closeIdleConnections = () => {
    for (const socket of open) if (pendingAnswer(socket) === null) socket.destroy();
  };
}

/** Of one connection, behind the one that is under way. */
const MOST_WAITING = 100;
const waiting = new WeakMap<Socket, number>();

/**
 * Begins the requests that a connection carries one after the other, each when the answer before it is sent. Node hands
 * all of them out as they come, and so one connection of a client's could make thousands of the upstream's.
 */
export function inTurn({ socket }: IncomingMessage, res: ServerResponse, begin: () => void): void {
  // Node gives it to the answer whose turn it is.
  if (res.socket !== null) return begin();
  const before = waiting.get(socket) ?? 0;
  if (before === MOST_WAITING) return void socket.destroy();
  waiting.set(socket, before + 1);
  res.once('socket', () => {
    waiting.set(socket, (waiting.get(socket) ?? 1) - 1);
    process.nextTick(begin);
  });
}
