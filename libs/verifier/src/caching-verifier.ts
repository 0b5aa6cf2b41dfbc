import { PLAIN_REQUEST, authorize } from '@keyledger/domain';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Clock,
  Fault,
  type Verification,
  type Verifier,
  type VerifyOptions,
  type VerifyRequest,
} from '@keyledger/ports';
import type { GrantCache, LocalDigest } from './grant-cache.ts';
import { createLocalDigest } from './local-digest.ts';

/** What happened to a verify, for whoever counts. */
export interface CacheObserver {
  hit(): void;
  miss(): void;
  fillRefused(): void;
}

export const NO_OBSERVER: CacheObserver = { hit() {}, miss() {}, fillRefused() {} };

interface Call {
  /** When it was sent, on this verifier's own counter. */
  readonly sent: number;
  readonly answer: Promise<Verification>;
}

export interface CachingVerifierOptions {
  readonly inner: Verifier;
  readonly cache: GrantCache;
  readonly environment: string;
  readonly clock: Clock;
  readonly observer?: CacheObserver;
  /** Put around what asks `inner` about a key until the answer is new enough: one call for each key that is missed. */
  readonly aroundMiss?: (asking: Verifier) => Verifier;
  /** Waits so many milliseconds; another one in tests. */
  readonly pause?: (ms: number) => Promise<unknown>;
}

/** An authority that has read less than this process is asked again after these many milliseconds. */
const ASK_AGAIN_AFTER_MS = [5, 10, 20, 50, 100, 200, 400] as const;

/** Answers from the cache; asks `inner` once for all requests that miss the same secret together. */
export class CachingVerifier implements Verifier {
  readonly #options: CachingVerifierOptions;
  readonly #observer: CacheObserver;
  readonly #localDigest = createLocalDigest();
  readonly #calls = new Map<LocalDigest, Call>();
  readonly #asking: Verifier;
  #ticket = 0;

  constructor(options: CachingVerifierOptions) {
    this.#options = options;
    this.#observer = options.observer ?? NO_OBSERVER;
    const asking: Verifier = { verify: (request, callOptions) => this.#ask(request, callOptions) };
    this.#asking = options.aroundMiss?.(asking) ?? asking;
  }

  async verify(request: VerifyRequest, options?: VerifyOptions): Promise<Verification> {
    const arrived = ++this.#ticket;
    const digest = this.#localDigest(request.secret);
    for (;;) {
      const cached = this.#fromCache(digest, request);
      if (cached !== undefined) return cached;
      const running = this.#calls.get(digest);
      if (running === undefined) return this.#judge(await this.#call(digest, request, options), request);
      // Rule 7: an answer counts only for requests that were there before it was asked for; all others begin again.
      if (running.sent > arrived) return this.#judge(await running.answer, request);
      await running.answer.catch(() => undefined);
    }
  }

  #fromCache(digest: LocalDigest, request: VerifyRequest): Verification | undefined {
    const { cache, environment, clock } = this.#options;
    const grant = cache.get(digest);
    if (grant === undefined) return undefined;
    this.#observer.hit();
    const reasonCode = grant === null ? 'invalid_key' : authorize(grant, request, environment, clock.wall());
    return { reasonCode, grant, position: cache.applied };
  }

  #judge(answer: Verification, request: VerifyRequest): Verification {
    const { grant } = answer;
    if (grant === null) return answer;
    const { environment, clock } = this.#options;
    return { ...answer, reasonCode: authorize(grant, request, environment, clock.wall()) };
  }

  #call(digest: LocalDigest, request: VerifyRequest, options?: VerifyOptions): Promise<Verification> {
    this.#observer.miss();
    const answer = this.#asking.verify(request, options).finally(() => this.#calls.delete(digest));
    this.#calls.set(digest, { sent: ++this.#ticket, answer });
    return answer;
  }

  /** Asks for the whole grant: what this one request wants is judged here, against the grant. */
  async #ask({ secret, clientAddress }: VerifyRequest, options?: VerifyOptions): Promise<Verification> {
    const { inner, cache, pause = sleep } = this.#options;
    const digest = this.#localDigest(secret);
    for (const waitMs of [...ASK_AGAIN_AFTER_MS, null]) {
      const answer = await inner.verify({ ...PLAIN_REQUEST, secret, clientAddress }, options);
      const cacheable = answer.grant !== null || answer.reasonCode === 'invalid_key';
      if (!cacheable || cache.fill(digest, answer.grant, answer.position)) return answer;
      this.#observer.fillRefused();
      if (!cache.isFollowing) return answer;
      // It is older than what was applied here: a key that was refused already could come in again by it.
      if (waitMs !== null) await pause(waitMs);
    }
    throw new Fault('digest_key_unavailable', 'API-key verification is temporarily unavailable.', {
      internal: 'the authority has read less of the ledger than this process',
    });
  }
}
