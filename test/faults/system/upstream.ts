import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const IDLE_MS = 60_000;

/** Costs as little as an upstream can: all processors are needed elsewhere. */
export async function startUpstream(): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer((_request, response) => response.end('{}'));
  server.keepAliveTimeout = IDLE_MS;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const dispose = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, [Symbol.asyncDispose]: dispose };
}
