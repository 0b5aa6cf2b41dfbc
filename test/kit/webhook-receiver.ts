import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';

/** One attempt to deliver a message. */
export interface Attempt {
  readonly id: string;
  readonly body: string;
  readonly headers: Record<string, string>;
  /** What it was answered with. */
  readonly status: number;
}

/** What a message says. */
export interface Message {
  readonly type: string;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** An endpoint for webhooks on this machine, which answers as it is told and keeps what it got. */
export class WebhookReceiver {
  readonly attempts: Attempt[] = [];
  readonly #server: Server;
  /** For the attempts to come, in their order; 204 for those behind. */
  readonly answers: number[] = [];

  private constructor() {
    this.#server = createServer((request, response) => {
      void text(request).then((body) => {
        const headers = Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
        );
        const status = this.answers.shift() ?? 204;
        this.attempts.push({ id: headers['webhook-id'] ?? '', body, headers, status });
        response.writeHead(status).end();
      });
    });
  }

  static async start(): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver();
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}/hook?team=blue`;
  }

  /** What was said in messages of this kind, each attempt checked by the format's reference library. */
  messages(type: string, secret: string): readonly Message[] {
    const verifier = new Webhook(secret);
    const said = this.attempts.map(({ body, headers }) => verifier.verify(body, headers) as Message);
    return said.filter((message) => message.type === type);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
