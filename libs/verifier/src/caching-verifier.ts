import { PLAIN_REQUEST, authorize } from '@keyledger/domain';
import {
  type Clock,
  type Timers,
  type Verification,
  type Verifier,
  type VerifyRequest,
  isFault,
} from '@keyledger/ports';
import type { GrantCache, LocalDigest } from './grant-cache.ts';
import { createLocalDigest } from './local-digest.ts';
import { AnswerTooOld } from './too-old.ts';

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

/** Whether what was read of the ledger may be used now. */
export interface LeaseGate {
  /** Holds for what is read in the same turn. */
  isHeld(): boolean;
}

export interface CachingVerifierOptions {
  readonly inner: Verifier;
  readonly cache: GrantCache;
  readonly lease: LeaseGate;
  readonly environment: string;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly observer?: CacheObserver;
  /** Put around what asks `inner` about a key until the answer is new enough: one call for each key that is missed. */
  readonly aroundMiss?: (asking: Verifier) => Verifier;
}

/** An authority that has read less than this process is asked again after these many milliseconds. */
const ASK_AGAIN_AFTER_MS = [5, 10, 20, 50, 100, 200, 400] as const;

/**
 * Answers from the cache while a lease is held; asks `inner` once for all requests that miss the same secret together.
 * Without a lease every request is a miss (rule 7).
 */
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
    this.#asking = options.aroundMiss?.({ verify: this.#ask }) ?? { verify: this.#ask };
  }

  async verify(request: VerifyRequest): Promise<Verification> {
    const arrived = ++this.#ticket;
    const digest = this.#localDigest(request.secret);
    for (;;) {
      const cached = this.#fromCache(digest, request);
      if (cached !== undefined) return cached;
      const running = this.#calls.get(digest);
      if (running === undefined) return this.#judge(await this.#call(digest, request), request);
      // Rule 7: an answer counts only for requests that were there before it was asked for; all others begin again.
      const answer = await running.answer.catch((error: unknown) => {
        // The limit is of the address that asked, not of those that joined.
        if (running.sent > arrived && !isFault(error, 'rate_limited')) throw error;
        return undefined;
      });
      if (answer !== undefined && running.sent > arrived) return this.#judge(answer, request);
    }
  }

  /** Rule 6: first the lease, by the clocks of this moment, then the verdict. */
  #fromCache(digest: LocalDigest, request: VerifyRequest): Verification | undefined {
    const { cache, environment, clock, lease } = this.#options;
    if (!lease.isHeld()) return undefined;
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

  /** Shared by all who join it, so no single caller can give it up. */
  #call(digest: LocalDigest, request: VerifyRequest): Promise<Verification> {
    this.#observer.miss();
    const answer = this.#asking.verify(request).finally(() => this.#calls.delete(digest));
    this.#calls.set(digest, { sent: ++this.#ticket, answer });
    return answer;
  }

  /** Asks for the whole grant: what this one request wants is judged here, against the grant. */
  readonly #ask = async ({ secret, clientAddress }: VerifyRequest): Promise<Verification> => {
    const { inner, cache } = this.#options;
    const digest = this.#localDigest(secret);
    let isUnknown = false;
    for (const waitMs of [...ASK_AGAIN_AFTER_MS, null]) {
      const answer = await inner.verify({ ...PLAIN_REQUEST, secret, clientAddress });
      isUnknown = answer.grant === null;
      const cacheable = !isUnknown || answer.reasonCode === 'invalid_key';
      if (!cacheable || cache.fill(digest, answer.grant, answer.position)) return answer;
      this.#observer.fillRefused();
      if (!cache.isFollowing && answer.position >= cache.applied) return answer;
      // It is older than what was applied here: a key that was refused already could come in again by it.
      if (waitMs !== null) await this.#pause(waitMs);
    }
    throw new AnswerTooOld(isUnknown);
  };

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => void this.#options.timers.after(ms, resolve));
  }
}
