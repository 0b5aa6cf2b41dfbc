import { Agent, type IncomingMessage, request } from 'node:http';

export interface PlainAnswer {
  readonly status: number;
  /** Empty where it has none. */
  readonly requestId: string;
  readonly body: string;
}

export interface PlainRequest {
  readonly method: string;
  readonly target: string;
  /** Each as `Name: value`, sent in this order. */
  readonly headers: readonly string[];
}

const DEADLINE_MS = 30_000;

/** Sends requests as they stand, in Latin-1, over connections that are kept. */
export class KeepAliveClient {
  readonly #agent: Agent;
  readonly #url: URL;

  /** @param connections how many there are at most */
  constructor(url: string, connections: number) {
    this.#url = new URL(url);
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  async send(asked: PlainRequest): Promise<PlainAnswer> {
    for (;;) {
      const sent = this.#start(asked);
      try {
        return await sent.answer;
      } catch (error) {
        // The other side may end a connection at the moment at which it is used again (RFC 9112 section 9.3.1).
        if (!sent.isReused() || (error as { code?: string }).code !== 'ECONNRESET')
          throw new Error(`no answer to ${JSON.stringify(asked)}`, { cause: error });
      }
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  #start({ method, target, headers }: PlainRequest): { answer: Promise<PlainAnswer>; isReused: () => boolean } {
    const lines = headers.flatMap((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trim()];
    });
    const sent = request({
      agent: this.#agent,
      host: this.#url.hostname,
      port: this.#url.port,
      method,
      path: target,
      headers: lines,
      timeout: DEADLINE_MS,
    });
    const answer = new Promise<PlainAnswer>((resolve, reject) => {
      // Once there is an answer this changes nothing: what is too broken to be a HEAD request is told so with a body,
      // at which Node's client stops.
      sent.on('error', (error) => setImmediate(reject, error));
      sent.on('timeout', () => sent.destroy(new Error(`no answer to ${method} ${target}`)));
      sent.on('response', (received) => resolve(readAnswer(received)));
      sent.end();
    });
    return { answer, isReused: () => sent.reusedSocket };
  }
}

async function readAnswer(received: IncomingMessage): Promise<PlainAnswer> {
  let body = '';
  for await (const chunk of received.setEncoding('latin1')) body += String(chunk);
  const requestId = received.headers['x-request-id'];
  return { status: received.statusCode ?? 0, requestId: typeof requestId === 'string' ? requestId : '', body };
}
