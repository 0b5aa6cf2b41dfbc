import { once } from 'node:events';
import { type AddressInfo, type Server, Socket, createServer } from 'node:net';
import { Stream, type Treatment, UNTOUCHED } from './stream.ts';

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/**
 * What a network does to the connections between two. `forth` is what goes to the one that was connected to, `back`
 * what it answers.
 */
export type Trouble =
  | { readonly kind: 'delay'; readonly ms: number }
  /** Neither the bytes nor the ends of connections arrive, and new connections seem to be made. */
  | { readonly kind: 'hole'; readonly ways: readonly ('forth' | 'back')[] }
  /** Connections are reset, and every new one too. */
  | { readonly kind: 'reset' };

/** A port that leads to another one, through a network that can be troubled. */
export class TcpProxy {
  readonly #server: Server;
  readonly #target: () => Endpoint;
  readonly #connections = new Set<Connection>();
  #trouble: Trouble | null = null;

  private constructor(target: () => Endpoint) {
    this.#target = target;
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => this.#accept(client));
  }

  /** @param target asked at every connection, so that it may be known later or move */
  static async listen({ host, port }: Endpoint, target: () => Endpoint): Promise<TcpProxy> {
    const proxy = new TcpProxy(target);
    proxy.#server.listen(port, host);
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get address(): Endpoint {
    const { address: host, port } = this.#server.address() as AddressInfo;
    return { host, port };
  }

  get connections(): number {
    return this.#connections.size;
  }

  /** From now on; null: all is well, and what was held arrives. */
  apply(trouble: Trouble | null): void {
    this.#trouble = trouble;
    for (const connection of this.#connections) {
      if (trouble?.kind === 'reset') connection.reset();
      else connection.pump();
    }
  }

  get trouble(): Trouble | null {
    return this.#trouble;
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const connection of this.#connections) connection.reset();
    await closed;
  }

  #accept(client: Socket): void {
    client.on('error', () => undefined); // 'close' tells of it
    if (this.#trouble?.kind === 'reset') {
      client.resetAndDestroy();
      return;
    }
    const connection = new Connection(client, this.#target, (way) => this.#treatment(way));
    this.#connections.add(connection);
    void connection.over.then(() => this.#connections.delete(connection));
  }

  #treatment(way: 'forth' | 'back'): Treatment {
    const trouble = this.#trouble;
    if (trouble?.kind === 'delay') return { isHeld: false, delayMs: trouble.ms };
    if (trouble?.kind === 'hole') return { isHeld: trouble.ways.includes(way), delayMs: 0 };
    return UNTOUCHED;
  }
}

/** A client's connection, and the one behind it, which is made when the client's first packet may arrive. */
class Connection {
  readonly over: Promise<unknown>;
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #forth: Stream;
  readonly #back: Stream;
  readonly #mayConnect: () => boolean;
  readonly #target: () => Endpoint;
  #isConnecting = false;

  constructor(client: Socket, target: () => Endpoint, treatment: (way: 'forth' | 'back') => Treatment) {
    this.#client = client;
    this.#target = target;
    this.#mayConnect = () => !treatment('forth').isHeld;
    this.#server = new Socket({ allowHalfOpen: true }).setNoDelay(true);
    this.#server.on('error', () => undefined); // 'close' tells of it
    this.#forth = new Stream(client, this.#server, () => treatment('forth'));
    this.#back = new Stream(this.#server, client, () => treatment('back'));
    this.over = Promise.all([closed(client), closed(this.#server)]);
    this.pump();
  }

  pump(): void {
    if (!this.#isConnecting && this.#mayConnect()) {
      if (this.#client.destroyed) return this.reset();
      this.#isConnecting = true;
      this.#server.connect(this.#target());
    }
    this.#forth.pump();
    this.#back.pump();
  }

  reset(): void {
    this.#forth.close();
    this.#back.close();
    this.#client.resetAndDestroy();
    this.#server.resetAndDestroy();
  }
}

const closed = (socket: Socket): Promise<void> => new Promise((resolve) => socket.once('close', () => resolve()));
