import { type BucketLimit, TokenBuckets, addressBlock } from '@keyledger/domain';
import {
  type Clock,
  Fault,
  type Verification,
  type Verifier,
  type VerifyOptions,
  type VerifyRequest,
} from '@keyledger/ports';
import { AnswerTooOld } from './too-old.ts';

/** For the unknown keys of one client address (IPv6: /64). */
export interface MissLimits extends BucketLimit {
  /** How many questions may be under way at once, from everybody, those that wait for their turn included. */
  readonly concurrent: number;
}

export const DEFAULT_MISS_LIMITS: MissLimits = { burst: 200, perSecond: 20, concurrent: 2_000 };

/** One for all: in a flood, the stack of each would cost more than the refusal. */
const TOO_MANY = new Fault('rate_limited', 'Too many unknown API keys from this address.');

/** Of one address, asked and waiting: far more than its unknown keys may be, far less than all of `concurrent`. */
const CONCURRENT_PER_ADDRESS = 500;

/** What one address wants to know now. */
interface Questions {
  asked: number;
  readonly waiting: PromiseWithResolvers<void>[];
}

/**
 * Bounds what forged keys cost the authority: their checksum is public, so they pass the format check (security.md,
 * "Floods"). A question holds a token of its client's bucket; only the answer that the key is unknown keeps it. Where
 * none is left, a question waits for those that are out: known keys give theirs back, however many come at once. Once
 * nothing is out and none is left, the answer is `rate_limited`. Stacked between the cache and what asks
 * again for newer answers, so keys already cached are never affected, and a key is charged once however often it is
 * asked about.
 */
export class MissLimitedVerifier implements Verifier {
  readonly #inner: Verifier;
  readonly #concurrent: number;
  readonly #clock: Clock;
  readonly #buckets: TokenBuckets;
  /** Only of addresses that have asked something now. */
  readonly #addresses = new Map<string, Questions>();
  #open = 0;

  constructor(inner: Verifier, clock: Clock, limits: MissLimits = DEFAULT_MISS_LIMITS) {
    this.#inner = inner;
    this.#clock = clock;
    this.#concurrent = limits.concurrent;
    this.#buckets = new TokenBuckets(limits);
  }

  async verify(request: VerifyRequest, options?: VerifyOptions): Promise<Verification> {
    const block = addressBlock(request.clientAddress);
    const questions = this.#addresses.get(block) ?? { asked: 0, waiting: [] };
    const ofAddress = questions.asked + questions.waiting.length;
    if (this.#open >= this.#concurrent || ofAddress >= CONCURRENT_PER_ADDRESS) throw TOO_MANY;
    this.#addresses.set(block, questions);
    this.#open += 1;
    try {
      const turn = Promise.withResolvers<void>();
      questions.waiting.push(turn);
      this.#admit(block, questions);
      await turn.promise;
      return await this.#ask(block, questions, () => this.#inner.verify(request, options));
    } finally {
      this.#open -= 1;
    }
  }

  async #ask(block: string, questions: Questions, ask: () => Promise<Verification>): Promise<Verification> {
    let unknown = false;
    try {
      const answer = await ask();
      unknown = answer.grant === null;
      return answer;
    } catch (error) {
      unknown = error instanceof AnswerTooOld && error.isUnknown;
      throw error;
    } finally {
      // Nor does a failure of the authority's count: it must not lock out the address once it is over.
      if (!unknown) this.#buckets.giveBack(block);
      questions.asked -= 1;
      this.#admit(block, questions);
    }
  }

  /** Lets those that wait ask, first come first, while there are tokens; the rest waits for what is out, if anything is. */
  #admit(block: string, questions: Questions): void {
    while (questions.waiting.length > 0 && this.#buckets.take(block, this.#clock.monotonic()) === 0) {
      questions.asked += 1;
      questions.waiting.shift()?.resolve();
    }
    if (questions.asked > 0) return;
    this.#addresses.delete(block);
    for (const turn of questions.waiting.splice(0)) turn.reject(TOO_MANY);
  }
}
