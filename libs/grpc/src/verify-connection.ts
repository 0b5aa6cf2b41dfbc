import type { Client, ClientDuplexStream } from '@grpc/grpc-js';
import {
  type VerifyResponse__Output as VerifyResponse,
  type VerifyStreamRequest,
  type VerifyStreamResponse__Output as VerifyStreamResponse,
  verifierDefinition,
} from '@keyledger/proto';
import { type TokenProvider, bearer } from './auth.ts';
import { type ClientTls, openClient } from './channel.ts';
import type { PendingVerify } from './pending-verify.ts';

export interface VerifyConnectionOptions {
  readonly endpoint: string;
  readonly tls: ClientTls | undefined;
  readonly token: TokenProvider;
  /** Milliseconds of silence, while an answer is due, after which the connection counts as broken. */
  readonly silenceMs: number;
  answered(call: PendingVerify, response: VerifyResponse): void;
  /** After each message that was answered. */
  roomAgain(): void;
  /** Once. `served`: the authority had accepted the stream. */
  broken(error: unknown, unanswered: readonly PendingVerify[], served: boolean): void;
}

/** One `VerifyStream` to one authority. It breaks once and is then replaced. */
export class VerifyConnection {
  readonly #options: VerifyConnectionOptions;
  readonly #client: Client;
  readonly #stream: ClientDuplexStream<VerifyStreamRequest, VerifyStreamResponse>;
  readonly #unanswered = new Map<number, readonly PendingVerify[]>();
  #lastId = 0;
  #served = false;
  #open = true;
  #silence: NodeJS.Timeout | undefined;

  constructor(options: VerifyConnectionOptions) {
    this.#options = options;
    const metadata = bearer(options.token);
    this.#client = openClient(options.endpoint, options.tls);
    const { path, requestSerialize, responseDeserialize } = verifierDefinition.VerifyStream;
    this.#stream = this.#client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize, metadata);
    this.#stream.on('metadata', () => (this.#served = true));
    this.#stream.on('data', (response: VerifyStreamResponse) => this.#receive(response));
    this.#stream.on('error', (error: unknown) => this.#break(error));
    this.#stream.on('end', () => this.#break(new Error('the authority ended the stream')));
  }

  /** Messages without an answer. */
  get unanswered(): number {
    return this.#unanswered.size;
  }

  send(calls: readonly PendingVerify[]): void {
    this.#lastId += 1;
    this.#unanswered.set(this.#lastId, calls);
    this.#silence ??= setTimeout(() => this.#break(new Error('no answer')), this.#options.silenceMs);
    this.#stream.write({ id: this.#lastId, requests: calls.map((call) => call.wire) });
  }

  close(): void {
    this.#break(new Error('closed'));
  }

  #receive({ id, responses }: VerifyStreamResponse): void {
    if (!this.#open) return;
    const calls = this.#unanswered.get(id);
    if (calls?.length !== responses.length) return this.#break(new Error('the answer fits no question'));
    this.#unanswered.delete(id);
    this.#heard();
    responses.forEach((response, index) => {
      const call = calls[index];
      if (call !== undefined) this.#options.answered(call, response);
    });
    this.#options.roomAgain();
  }

  #heard(): void {
    if (this.#unanswered.size > 0) {
      this.#silence?.refresh();
      return;
    }
    clearTimeout(this.#silence);
    this.#silence = undefined;
  }

  #break(error: unknown): void {
    if (!this.#open) return;
    this.#open = false;
    clearTimeout(this.#silence);
    this.#stream.cancel();
    this.#client.close();
    this.#options.broken(error, [...this.#unanswered.values()].flat(), this.#served);
  }
}
