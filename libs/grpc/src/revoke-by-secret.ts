import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@grpc/grpc-js';
import { keyLifecycleDefinition } from '@keyledger/proto';
import { AddressShares } from './address-shares.ts';
import { bearer } from './auth.ts';
import { type AuthorityClientOptions, openClient } from './channel.ts';
import { Endpoints } from './endpoints.ts';
import { faultOf } from './status.ts';

export interface RevokeBySecretQueueOptions extends AuthorityClientOptions {
  /** How many secrets may be on their way at once; 1,000 by default. */
  readonly capacity?: number;
}

const CAPACITY = 1_000;
/** How many of them may come from one client address. */
const CAPACITY_AN_ADDRESS = 100;
/** An authority takes some milliseconds for each, longer while the ledger takes nothing. */
const CONCURRENT = 8;
const CALL_DEADLINE_MS = 5_000;
const FIRST_PAUSE_MS = 200;
const MAX_PAUSE_MS = 5_000;
/** Below the ten seconds that a part of a process has for its stop. */
const CLOSE_DEADLINE_MS = 8_000;

interface Leak {
  readonly secret: string;
  readonly clientAddress: string;
  readonly tries: number;
}

/**
 * Hands leaked secrets to an authority. What it has accepted it tries until an authority has taken it or the process
 * stops: revoking twice does nothing more, so what failed is simply asked again, behind all others.
 */
export class RevokeBySecretQueue {
  readonly #options: RevokeBySecretQueueOptions;
  /** A place for each secret that is waiting or in a worker's hand. */
  readonly #places: AddressShares;
  readonly #endpoints: Endpoints;
  readonly #clients = new Map<string, Client>();
  /** By secret, the next one first. */
  readonly #waiting = new Map<string, Leak>();
  readonly #stopped = new AbortController();
  /** Each has one leak in hand. */
  #workers = 0;
  #emptied: PromiseWithResolvers<void> | undefined;

  constructor(options: RevokeBySecretQueueOptions) {
    this.#options = options;
    this.#places = new AddressShares({ all: options.capacity ?? CAPACITY, perAddress: CAPACITY_AN_ADDRESS });
    this.#endpoints = new Endpoints(options.endpoints);
  }

  /** Secrets that no authority has taken yet. */
  get size(): number {
    return this.#waiting.size + this.#workers;
  }

  /**
   * False: it is full, for all or for this address, or closed, and nothing was accepted. A secret that waits already is
   * accepted once.
   */
  tryEnqueue(secret: string, clientAddress: string | null): boolean {
    if (this.#emptied !== undefined) return false;
    if (this.#waiting.has(secret)) return true;
    if (!this.#places.tryTake(clientAddress)) return false;
    this.#waiting.set(secret, { secret, clientAddress: clientAddress ?? '', tries: 1 });
    if (this.#workers < CONCURRENT) void this.#work();
    return true;
  }

  /** Accepts nothing new, tries what is left until the deadline, and logs how many no authority has taken. */
  async close(deadlineMs = CLOSE_DEADLINE_MS): Promise<void> {
    const emptied = (this.#emptied ??= Promise.withResolvers<void>());
    const timer = setTimeout(emptied.resolve, deadlineMs);
    if (this.size > 0) await emptied.promise;
    clearTimeout(timer);
    if (this.size > 0) this.#options.logger.error({ count: this.size }, 'secrets were not revoked before the stop');
    this.#stopped.abort();
    for (const client of this.#clients.values()) client.close();
  }

  async #work(): Promise<void> {
    this.#workers += 1;
    for (let leak = this.#take(); leak !== undefined; leak = this.#take()) {
      const taken = await this.#deliver(leak);
      if (taken || this.#waiting.has(leak.secret)) this.#places.giveBack(leak.clientAddress);
      else this.#waiting.set(leak.secret, { ...leak, tries: leak.tries + 1 });
    }
    this.#workers -= 1;
    if (this.size === 0) this.#emptied?.resolve();
  }

  #take(): Leak | undefined {
    if (this.#stopped.signal.aborted) return undefined;
    const [leak] = this.#waiting.values();
    if (leak !== undefined) this.#waiting.delete(leak.secret);
    return leak;
  }

  async #deliver(leak: Leak): Promise<boolean> {
    const { address, waitMs } = this.#endpoints.next();
    await this.#pause(waitMs);
    if (this.#stopped.signal.aborted) return false;
    try {
      await this.#call(address, leak);
      this.#endpoints.worked(address);
      return true;
    } catch (error) {
      await this.#failed(address, leak.tries, error);
      return false;
    }
  }

  async #failed(endpoint: string, tries: number, error: unknown): Promise<void> {
    const { code, message } = faultOf(error, 'ledger_unavailable');
    const { logger } = this.#options;
    const log = tries === 1 ? logger.warn : logger.debug;
    log.call(logger, { endpoint, code, message, tries }, 'revoke-by-secret was not taken');
    if (code !== 'rate_limited') return this.#endpoints.failed(endpoint);
    // The authority works and wants fewer calls: this one's worker rests instead of the endpoint.
    await this.#pause(Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** tries) * (0.5 + Math.random() / 2));
  }

  async #pause(ms: number): Promise<void> {
    if (ms <= 0) return;
    await sleep(ms, undefined, { ref: false, signal: this.#stopped.signal }).catch(() => undefined);
  }

  #call(address: string, { secret, clientAddress }: Leak): Promise<void> {
    const client = this.#clients.get(address) ?? openClient(address, this.#options.tls);
    this.#clients.set(address, client);
    const { path, requestSerialize, responseDeserialize } = keyLifecycleDefinition.RevokeBySecret;
    const deadline = Date.now() + CALL_DEADLINE_MS;
    return new Promise<void>((resolve, reject) => {
      const request = { secret, clientAddress };
      const metadata = bearer(this.#options.token);
      const done = (error: Error | null): void => (error === null ? resolve() : reject(error));
      client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, metadata, { deadline }, done);
    });
  }
}
