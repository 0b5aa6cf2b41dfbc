import { type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Dispatcher, Pool } from 'undici';
import { announce } from './kit/child.ts';

/** The least that a proxy on Node does: no key, no rule for any header, no limit, no time-out of its own. */
const pool = new Pool(process.argv[2] ?? '', { pipelining: 1 });

class Answer implements Dispatcher.DispatchHandler {
  readonly #res: ServerResponse;

  constructor(res: ServerResponse) {
    this.#res = res;
  }

  onRequestStart(): void {}

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    const raw = Array.isArray(controller.rawHeaders) ? controller.rawHeaders : [];
    this.#res.writeHead(status, raw.map(String));
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#res.write(chunk)) return;
    controller.pause();
    this.#res.once('drain', () => controller.resume());
  }

  onResponseEnd(): void {
    this.#res.end();
  }

  onResponseError(): void {
    this.#res.destroy();
  }
}

const server = createServer((req, res) => {
  const { url = '/', method = 'GET', rawHeaders } = req;
  pool.dispatch({ path: url, method, headers: rawHeaders }, new Answer(res));
});
server.listen(0, '127.0.0.1', () => announce(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`));
