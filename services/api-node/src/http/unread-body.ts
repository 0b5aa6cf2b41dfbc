import type { IncomingMessage } from 'node:http';

const LINGER_MS = 5_000;

/**
 * After an answer that did not wait for the request's body: reads on for a while, so that the client gets to see the
 * answer instead of a reset, and then gives the connection up.
 */
export function settleUnreadBody(req: IncomingMessage): void {
  if (req.complete || req.destroyed) return;
  const { socket } = req;
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  timer.unref();
  const settled = (): void => clearTimeout(timer);
  req.once('end', settled);
  req.once('close', settled);
  req.resume();
}
