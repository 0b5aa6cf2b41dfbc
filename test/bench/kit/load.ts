import { once } from 'node:events';
import { type Socket, connect } from 'node:net';
import { cpuMicros } from './cpu.ts';

export interface LoadOptions {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Every answer must have it. */
  readonly status: number;
  readonly connections: number;
  readonly durationMs: number;
  /** The process that is measured. */
  readonly pid: number;
}

export interface LoadResult {
  readonly perSecond: number;
  /** Processor time of the measured process for one request, in microseconds. */
  readonly cpuMicros: number;
}

/**
 * GETs over kept-alive connections, one request at a time on each. Sockets and ready-made bytes, because a client that
 * builds and parses every message costs more than the servers that are measured here. All answers must be of one length.
 */
export async function load(options: LoadOptions): Promise<LoadResult> {
  const { hostname, port, pathname, host } = new URL(options.url);
  const lines = Object.entries({ host, ...options.headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  const request = Buffer.from(`GET ${pathname} HTTP/1.1\r\n${lines.join('')}\r\n`);
  const length = await answerLength(connect(Number(port), hostname), request, options.status);
  const clients = Array.from(
    { length: options.connections },
    () => new LoadClient(hostname, Number(port), request, length),
  );
  const [startedAt, cpuBefore] = [performance.now(), cpuMicros(options.pid)];
  for (const client of clients) client.start();
  await new Promise((resolve) => setTimeout(resolve, options.durationMs));
  const answers = clients.reduce((sum, client) => sum + client.answers, 0);
  const [seconds, cpu] = [(performance.now() - startedAt) / 1000, cpuMicros(options.pid) - cpuBefore];
  const failure = clients.find((client) => client.failure !== null)?.failure ?? null;
  for (const client of clients) client.stop();
  if (failure !== null) throw failure;
  return { perSecond: answers / seconds, cpuMicros: cpu / answers };
}

/** Asks once, and reads head and body as they are declared. */
async function answerLength(socket: Socket, request: Buffer, status: number): Promise<number> {
  let text = '';
  socket.setEncoding('latin1').write(request);
  try {
    for (;;) {
      const [chunk] = (await once(socket, 'data')) as [string];
      text += chunk;
      const head = text.indexOf('\r\n\r\n') + 4;
      if (head < 4) continue;
      if (!text.startsWith(`HTTP/1.1 ${String(status)} `))
        throw new Error(`not ${String(status)}: ${text.slice(0, head)}`);
      const declared = /^content-length: (\d+)\r$/im.exec(text.slice(0, head));
      if (declared === null) throw new Error('an answer of unknown length cannot be counted');
      const length = head + Number(declared[1]);
      if (text.length === length) return length;
    }
  } finally {
    socket.destroy();
  }
}

class LoadClient {
  answers = 0;
  failure: Error | null = null;
  #received = 0;
  readonly #socket: Socket;
  readonly #request: Buffer;

  constructor(host: string, port: number, request: Buffer, length: number) {
    this.#request = request;
    this.#socket = connect({ host, port, noDelay: true });
    this.#socket.on('error', (error) => (this.failure = error));
    this.#socket.on('close', () => (this.failure ??= new Error('the server closed a connection')));
    this.#socket.on('data', (chunk) => this.#take(chunk, length));
  }

  start(): void {
    this.#socket.write(this.#request);
  }

  stop(): void {
    this.#socket.removeAllListeners('close').destroy();
  }

  #take(chunk: Buffer, length: number): void {
    this.#received += chunk.length;
    if (this.#received < length) return;
    if (this.#received > length) {
      this.failure = new Error('an answer differs in length from the first');
      return this.stop();
    }
    this.#received = 0;
    this.answers += 1;
    this.#socket.write(this.#request);
  }
}
