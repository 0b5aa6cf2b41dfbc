import type { Client } from '@grpc/grpc-js';
import { type BarrierAnswer, type BarrierRequest, type BarrierSource, Fault } from '@keyledger/ports';
import {
  type BarrierRequest as WireBarrierRequest,
  type BarrierResponse__Output as BarrierResponse,
  ledgerFeedDefinition,
} from '@keyledger/proto';
import { bearer } from './auth.ts';
import { barrierAnswerFromWire, barrierRequestToWire } from './barrier-wire.ts';
import { type AuthorityClientOptions, openClient } from './channel.ts';
import { Endpoints } from './endpoints.ts';
import { MalformedWire } from './grant-wire.ts';
import { logLost } from './log-lost.ts';
import { faultOf, wasRefused } from './status.ts';

/** An authority that says nothing for so long, or for this part of the lease that is wanted, is left for another one. */
const MAX_SILENCE_MS = 1000;
const SILENCE_OF_STALENESS = 1 / 3;

/**
 * Barriers of the authorities, by one call each. A question goes to the one that answered last, and to each of the
 * others where that fails; when to ask again is the holder's to decide.
 */
export class GrpcBarriers implements BarrierSource {
  readonly #options: AuthorityClientOptions;
  readonly #endpoints: Endpoints;
  readonly #clients = new Map<string, Client>();
  /** Those that failed last, so that a long outage is logged once. */
  readonly #lost = new Set<string>();
  readonly #closed = new AbortController();

  constructor(options: AuthorityClientOptions) {
    this.#options = options;
    this.#endpoints = new Endpoints(options.endpoints);
  }

  async barrier(request: BarrierRequest, signal: AbortSignal): Promise<BarrierAnswer> {
    const given = AbortSignal.any([signal, this.#closed.signal]);
    let first: Fault | undefined;
    for (const address of this.#endpoints.inOrder()) {
      if (given.aborted) break;
      try {
        const answer = barrierAnswerFromWire(await this.#call(address, request, given), request);
        this.#worked(address);
        return answer;
      } catch (error) {
        if (given.aborted) break;
        first ??= this.#failed(address, error);
      }
    }
    throw first ?? new Fault('ledger_unavailable', 'The question was given up.');
  }

  /** Questions under way fail. */
  close(): void {
    this.#closed.abort();
    for (const address of this.#clients.keys()) this.#disconnect(address);
  }

  #worked(address: string): void {
    this.#endpoints.worked(address);
    if (this.#lost.delete(address)) this.#options.logger.info({ endpoint: address }, 'the authority answers again');
  }

  #failed(address: string, error: unknown): Fault {
    this.#endpoints.failed(address);
    // What hangs or is broken is not waited for: the next question has a connection of its own.
    if (!wasRefused(error)) this.#disconnect(address);
    if (!this.#lost.has(address)) logLost(this.#options.logger, address, error, 'the authority gives no barrier');
    this.#lost.add(address);
    if (!(error instanceof MalformedWire)) return faultOf(error, 'ledger_unavailable');
    const internal = `the answer fits no question: ${error.message}`;
    return new Fault('ledger_unavailable', 'The authority did not answer.', { internal });
  }

  #disconnect(address: string): void {
    this.#clients.get(address)?.close();
    this.#clients.delete(address);
  }

  #call(address: string, request: BarrierRequest, signal: AbortSignal): Promise<BarrierResponse> {
    const { path, requestSerialize, responseDeserialize } = ledgerFeedDefinition.Barrier;
    const { promise, resolve, reject } = Promise.withResolvers<BarrierResponse>();
    const silenceMs = Math.min(MAX_SILENCE_MS, request.terms.stalenessMs * SILENCE_OF_STALENESS);
    const call = this.#client(address).makeUnaryRequest<WireBarrierRequest, BarrierResponse>(
      path,
      requestSerialize,
      responseDeserialize,
      barrierRequestToWire(request),
      bearer(this.#options.token),
      { deadline: Date.now() + silenceMs },
      (error, response) => {
        if (response === undefined) reject(error ?? new Error('neither answer nor failure'));
        else resolve(response);
      },
    );
    const cancel = (): void => call.cancel();
    signal.addEventListener('abort', cancel);
    return promise.finally(() => signal.removeEventListener('abort', cancel));
  }

  #client(address: string): Client {
    const client = this.#clients.get(address) ?? openClient(address, this.#options.tls);
    this.#clients.set(address, client);
    return client;
  }
}
