import type { Client } from '@grpc/grpc-js';
import { Fault, type UsageBatch, type UsageSink } from '@keyledger/ports';
import {
  type PublishRequest,
  type PublishResponse__Output as PublishResponse,
  usageFeedDefinition,
} from '@keyledger/proto';
import { usageBatchToWire } from '@keyledger/wire';
import { bearer } from './auth.ts';
import { type AuthorityClientOptions, openClient } from './channel.ts';
import { Endpoints } from './endpoints.ts';
import { faultOf } from './status.ts';

const CALL_DEADLINE_MS = 3_000;

/**
 * Hands batches to an authority: the one that took the last, and each of the others where that fails. When to ask again
 * is the recorder's to decide.
 */
export class GrpcUsageSink implements UsageSink {
  readonly #options: AuthorityClientOptions;
  readonly #endpoints: Endpoints;
  readonly #clients = new Map<string, Client>();
  readonly #closed = new AbortController();

  constructor(options: AuthorityClientOptions) {
    this.#options = options;
    this.#endpoints = new Endpoints(options.endpoints);
  }

  async take(batch: UsageBatch, signal: AbortSignal): Promise<void> {
    const given = AbortSignal.any([signal, this.#closed.signal]);
    const request: PublishRequest = { batch: usageBatchToWire(batch) };
    let first: Fault | undefined;
    for (const address of this.#endpoints.inOrder()) {
      if (given.aborted) break;
      try {
        await this.#call(address, request, given);
        this.#endpoints.worked(address);
        return;
      } catch (error) {
        this.#endpoints.failed(address);
        first ??= faultOf(error, 'ledger_unavailable');
      }
    }
    throw first ?? new Fault('ledger_unavailable', 'The batch was given up.');
  }

  /** What is under way fails. */
  close(): void {
    this.#closed.abort();
    for (const client of this.#clients.values()) client.close();
    this.#clients.clear();
  }

  #call(address: string, request: PublishRequest, signal: AbortSignal): Promise<void> {
    const client = this.#clients.get(address) ?? openClient(address, this.#options.tls);
    this.#clients.set(address, client);
    const { path, requestSerialize, responseDeserialize } = usageFeedDefinition.Publish;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const call = client.makeUnaryRequest<PublishRequest, PublishResponse>(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      bearer(this.#options.token),
      { deadline: Date.now() + CALL_DEADLINE_MS },
      (error) => (error === null ? resolve() : reject(error)),
    );
    const cancel = (): void => call.cancel();
    signal.addEventListener('abort', cancel);
    return promise.finally(() => signal.removeEventListener('abort', cancel));
  }
}
