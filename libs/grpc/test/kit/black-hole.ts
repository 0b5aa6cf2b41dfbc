import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { TcpProxy } from '../../../../test/kit/network/tcp-proxy.ts';
import { whenOver } from './servers.ts';

/** Takes connections and never says a word. */
export async function startBlackHole(): Promise<string> {
  const sockets = new Set<{ destroy(): void }>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  whenOver(server, async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  return `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

/** A way to a server that can be troubled. */
export async function proxyTo(port: number): Promise<{ readonly proxy: TcpProxy; readonly endpoint: string }> {
  const proxy = await TcpProxy.listen({ host: '127.0.0.1', port: 0 }, () => ({ host: '127.0.0.1', port }));
  whenOver(proxy, (one) => one.close());
  return { proxy, endpoint: `127.0.0.1:${String(proxy.address.port)}` };
}

/** Nothing arrives at either end, and no end of a connection either. */
export const HOLE = { kind: 'hole', ways: ['forth', 'back'] } as const;
