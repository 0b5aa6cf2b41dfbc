import type { Server, ServerResponse } from 'node:http';
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
