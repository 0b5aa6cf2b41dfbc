import { BEFORE_FIRST, type LedgerPosition, type Attempt } from '@keyledger/domain';
import type { Verification, Verifier, VerifyRequest } from '@keyledger/ports';
import { type CachingVerifierOptions, CachingVerifier, GrantCache, type GrantCacheLimits } from '@keyledger/verifier';
import { Watermarks } from '../../../libs/verifier/src/watermarks.ts';
import { Assembly } from './assembly.ts';
import { replaced } from './replaced.ts';

/** A fill that was read before a revocation puts the old answer back. */
export class NoWatermark extends Assembly {
  override plant(): () => void {
    return replaced(Watermarks.prototype, 'raise', () => () => undefined);
  }
}

/** A follower that began after a revocation takes an answer that was read before it. */
export class NoFloor extends Assembly {
  override plant(): () => void {
    return replaced(
      Watermarks.prototype,
      'restart',
      (restart) =>
        function (this: Watermarks, floor: LedgerPosition) {
          restart.call(this, Number.isFinite(floor) ? BEFORE_FIRST : floor);
        },
    );
  }
}

/** A created key stays unknown to those who asked for it too early. */
export class UnknownKept extends Assembly {
  override cache(limits: GrantCacheLimits): GrantCache {
    return new KeepsUnknown(limits);
  }
}

class KeepsUnknown extends GrantCache {
  override apply(position: LedgerPosition, attempt: Attempt): void {
    const isNew = attempt.event.type === 'key.created';
    super.apply(position, isNew ? { ...attempt, event: { type: 'key.resumed' } } : attempt);
  }
}

/** A node takes for accepted what somebody asked for who may have been revoked. */
export class AnyActorInCache extends Assembly {
  override cache(limits: GrantCacheLimits): GrantCache {
    return new TakesAll(limits);
  }
}

class TakesAll extends GrantCache {
  override apply(position: LedgerPosition, attempt: Attempt): void {
    super.apply(position, { ...attempt, actor: { ...attempt.actor, kind: 'system' } });
  }
}

/** All who ask for the same secret at once share one answer, whenever it was asked for. */
export class JoinCall extends Assembly {
  override nodeVerifier(options: CachingVerifierOptions): Verifier {
    return new SingleFlight(new CachingVerifier(options));
  }
}

class SingleFlight implements Verifier {
  readonly #inner: Verifier;
  readonly #flying = new Map<string, Promise<Verification>>();

  constructor(inner: Verifier) {
    this.#inner = inner;
  }

  verify(request: VerifyRequest): Promise<Verification> {
    const key = `${request.secret} ${request.scopes.join()}`;
    const flying = this.#flying.get(key);
    if (flying !== undefined) return flying;
    const answer = this.#inner.verify(request).finally(() => this.#flying.delete(key));
    this.#flying.set(key, answer);
    return answer;
  }
}
