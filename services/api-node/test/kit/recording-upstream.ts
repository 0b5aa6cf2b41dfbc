import type { RequestListener, Server } from 'node:http';
import { startUpstream, stopUpstream } from './public-port.ts';

export interface Seen {
  readonly method: string;
  readonly target: string;
  /** Names in lower case, in the order in which they came. */
  readonly headers: readonly (readonly [string, string])[];
}

/** An upstream that remembers what it was asked. */
export class RecordingUpstream implements AsyncDisposable {
  readonly url: URL;
  readonly seen: Seen[];
  readonly #server: Server;

  private constructor(server: Server, url: URL, seen: Seen[]) {
    this.#server = server;
    this.url = url;
    this.seen = seen;
  }

  static async start(answer: RequestListener = (_req, res) => res.end('fine')): Promise<RecordingUpstream> {
    const seen: Seen[] = [];
    const { server, url } = await startUpstream((req, res) => {
      const { rawHeaders: raw } = req;
      const names = raw.filter((_, index) => index % 2 === 0);
      const headers = names.map((name, index) => [name.toLowerCase(), raw[2 * index + 1] ?? ''] as const);
      seen.push({ method: req.method ?? '', target: req.url ?? '', headers });
      answer(req, res);
    });
    return new RecordingUpstream(server, url, seen);
  }

  /** Of the last request. */
  values(name: string): string[] {
    const headers = this.seen.at(-1)?.headers ?? [];
    return headers.filter(([each]) => each === name).map(([, value]) => value);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return stopUpstream(this.#server);
  }
}
