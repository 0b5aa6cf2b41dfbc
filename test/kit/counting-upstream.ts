import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers everything, and counts what reached it by the key that the node names. */
export class CountingUpstream {
  readonly #server: Server;
  readonly #requests = new Map<string, number>();

  private constructor() {
    this.#server = createServer((request, response) => {
      const key = String(request.headers['x-key-id']);
      this.#requests.set(key, this.requestsOf(key) + 1);
      response.setHeader('content-type', 'application/json').end('{}');
    });
  }

  static async start(): Promise<CountingUpstream> {
    const upstream = new CountingUpstream();
    upstream.#server.listen(0, '127.0.0.1');
    await once(upstream.#server, 'listening');
    return upstream;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  requestsOf(keyId: string): number {
    return this.#requests.get(keyId) ?? 0;
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}
