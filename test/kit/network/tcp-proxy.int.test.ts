import { once } from 'node:events';
import { type AddressInfo, type Server, Socket, createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../eventually.ts';
import { TcpProxy } from './tcp-proxy.ts';

/** A server that answers each text with itself in capitals, and remembers what it was sent. */
class Shouter {
  readonly heard: string[] = [];
  readonly sockets = new Set<Socket>();
  readonly #server: Server = createServer((socket) => {
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.sockets.delete(socket));
    socket.setEncoding('utf8').on('data', (text: string) => {
      this.heard.push(text);
      socket.write(text.toUpperCase());
    });
  });

  async listen(): Promise<{ host: string; port: number }> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return { host: '127.0.0.1', port: (this.#server.address() as AddressInfo).port };
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

/** What came back, and how the connection ended. */
class Caller {
  text = '';
  closed: 'no' | 'in order' | 'by an error' = 'no';
  readonly socket = new Socket();

  constructor(port: number) {
    this.socket.on('error', () => undefined);
    this.socket.on('close', (hadError) => (this.closed = hadError ? 'by an error' : 'in order'));
    this.socket.setEncoding('utf8').on('data', (text: string) => (this.text += text));
    this.socket.connect(port, '127.0.0.1');
  }
}

/** Time for what must not happen; a longer one would only prove more. */
const A_WHILE_MS = 60;
const aWhile = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, A_WHILE_MS));

describe('the network between two', () => {
  let server: Shouter;
  let proxy: TcpProxy;
  let callers: Caller[];
  const call = (): Caller => {
    const caller = new Caller(proxy.address.port);
    callers.push(caller);
    return caller;
  };

  beforeEach(async () => {
    callers = [];
    server = new Shouter();
    const target = await server.listen();
    proxy = await TcpProxy.listen({ host: '127.0.0.1', port: 0 }, () => target);
  });
  afterEach(async () => {
    for (const { socket } of callers) socket.destroy();
    await proxy.close();
    await server.close();
  });

  it('carries both ways, and the end of a connection too', async () => {
    const caller = call();
    caller.socket.write('hello');
    await eventually(() => caller.text === 'HELLO');
    caller.socket.end();
    await eventually(() => caller.closed === 'in order' && server.sockets.size === 0 && proxy.connections === 0);
  });

  it('carries megabytes unchanged while a delay begins and ends', async () => {
    const caller = call();
    const sent = Array.from({ length: 4000 }, (_, index) => `${String(index).padStart(1023, 'x')};`).join('');
    caller.socket.write(sent);
    proxy.apply({ kind: 'delay', ms: 20 });
    await eventually(() => caller.text.length > 100_000);
    proxy.apply(null);
    await eventually(() => caller.text.length === sent.length);
    expect(caller.text === sent.toUpperCase()).toBe(true);
  });

  it('delays each way', async () => {
    const caller = call();
    proxy.apply({ kind: 'delay', ms: 100 });
    const sentAt = performance.now();
    caller.socket.write('late');
    await eventually(() => server.heard.length > 0);
    expect(performance.now() - sentAt).toBeGreaterThan(90);
    await eventually(() => caller.text === 'LATE');
    expect(performance.now() - sentAt).toBeGreaterThan(190);
  });

  it('loses nothing in a black hole that ends, and lets nothing through before', async () => {
    const [known, closing] = [call(), call()];
    known.socket.write('a');
    closing.socket.write('b');
    await eventually(() => known.text === 'A' && closing.text === 'B');
    proxy.apply({ kind: 'hole', ways: ['forth', 'back'] });
    const stranger = call();
    known.socket.write('c');
    stranger.socket.write('d');
    closing.socket.resetAndDestroy();
    await aWhile();
    expect([server.heard.length, server.sockets.size, known.text, stranger.closed]).toEqual([2, 2, 'A', 'no']);
    proxy.apply(null);
    await eventually(() => known.text === 'AC' && stranger.text === 'D' && server.sockets.size === 2);
  });

  it('cuts one way only: what was asked is heard, and the answer comes when the cut is over', async () => {
    const caller = call();
    proxy.apply({ kind: 'hole', ways: ['back'] });
    caller.socket.write('heard');
    await eventually(() => server.heard.includes('heard'));
    await aWhile();
    expect(caller.text).toBe('');
    proxy.apply(null);
    await eventually(() => caller.text === 'HEARD');

    proxy.apply({ kind: 'hole', ways: ['forth'] });
    caller.socket.write('not heard');
    for (const socket of server.sockets) socket.write('!');
    await eventually(() => caller.text === 'HEARD!');
    expect(server.heard).toEqual(['heard']);
  });

  it('resets what there is and what comes, until it is over', async () => {
    const caller = call();
    caller.socket.write('hello');
    await eventually(() => caller.text === 'HELLO');
    proxy.apply({ kind: 'reset' });
    const late = call();
    await eventually(() => caller.closed === 'by an error' && late.closed === 'by an error');
    await eventually(() => server.sockets.size === 0);
    proxy.apply(null);
    const again = call();
    again.socket.write('again');
    await eventually(() => again.text === 'AGAIN');
  });

  it('resets who connects where nobody listens', async () => {
    await server.close();
    const caller = call();
    await eventually(() => caller.closed === 'by an error');
    await server.listen();
  });
});
