import { type LedgerPosition, positionAt } from '@keyledger/domain';
import type { LeaseHolder, LeaseHolderOptions } from '@keyledger/freshness';
import { Lease } from '../../../libs/freshness/src/lease.ts';
import type {
  BarrierAnswer,
  BarrierRequest,
  LedgerFollower,
  Verification,
  Verifier,
  VerifyRequest,
} from '@keyledger/ports';
import { CachingVerifier, type CachingVerifierOptions } from '@keyledger/verifier';
import { BarrierDesk } from '../../../services/key-authority/src/freshness/barrier-desk.ts';
import type { ReplicaFreshness } from '../../../services/key-authority/src/freshness/replica-freshness.ts';
import type { Machine } from '../engine/machine.ts';
import { Assembly } from './assembly.ts';
import { replaced } from './replaced.ts';

/** What may happen between two steps that belong together. */
const BETWEEN_MS = 30;

/** A node answers from its cache without looking at its lease. */
export class NoLeaseCheck extends Assembly {
  override nodeVerifier(options: CachingVerifierOptions): Verifier {
    return new CachingVerifier({ ...options, lease: { isHeld: () => true } });
  }
}

/** An authority answers without looking at its lease. */
export class AuthorityNoLease extends Assembly {
  override authorityVerifier(_leased: Verifier, inner: Verifier): Verifier {
    return inner;
  }
}

/** A lease counts from when it was granted, not from when it was asked for. */
export class AnswerTime extends Assembly {
  override plant(): () => void {
    const reached = new WeakMap<Lease, LedgerPosition>();
    const unplant = [
      replaced(
        Lease.prototype,
        'applied',
        (applied) =>
          function (this: Lease, position: LedgerPosition) {
            reached.set(this, position);
            applied.call(this, position);
          },
      ),
      replaced(
        Lease.prototype,
        'granted',
        (granted) =>
          function (this: Lease, answer: BarrierAnswer) {
            const position = positionAt(Math.max(answer.position, reached.get(this) ?? -1));
            return granted.call(this, { ...answer, position, nonce: this.ask() });
          },
      ),
    ];
    return () => unplant.forEach((putBack) => putBack());
  }
}

/** Who asks while a no-op is being written is answered with that one. */
export class JoinNoop extends Assembly {
  override plant(): () => void {
    const writing = new WeakMap<BarrierDesk, Promise<BarrierAnswer>>();
    return replaced(
      BarrierDesk.prototype,
      'barrier',
      (barrier) =>
        async function (this: BarrierDesk, request: BarrierRequest) {
          const earlier = writing.get(this);
          if (earlier !== undefined) return { ...(await earlier), nonce: request.nonce };
          const answer = barrier.call(this, request).finally(() => writing.delete(this));
          writing.set(this, answer);
          return answer;
        },
    );
  }
}

/** A holder tells how far it is when it has received that much, before it has applied it. */
export class ReportFirst extends Assembly {
  override nodeFollower(ledger: LedgerFollower, lease: LeaseHolder, machine: Machine): LedgerFollower {
    return {
      async *follow(from, signal) {
        for await (const batch of ledger.follow(from, signal)) {
          lease.applied(batch.upTo);
          await new Promise<void>((resolve) => void machine.after(BETWEEN_MS, resolve));
          yield batch;
        }
      },
    };
  }
}

/** A node reads the verdict, and then looks whether it may use it: the lease was renewed in between. */
export class VerdictFirst extends Assembly {
  override nodeVerifier(options: CachingVerifierOptions, lease: LeaseHolder, machine: Machine): Verifier {
    const blind = new CachingVerifier({ ...options, lease: { isHeld: () => true } });
    const careful = new CachingVerifier(options);
    return new LeaseLast(blind, lease, machine, careful);
  }
}

/** The same in an authority. */
export class VerdictFirstAuthority extends Assembly {
  override authorityVerifier(
    leased: Verifier,
    inner: Verifier,
    freshness: ReplicaFreshness,
    machine: Machine,
  ): Verifier {
    return new LeaseLast(inner, freshness.held, machine, leased);
  }
}

class LeaseLast implements Verifier {
  readonly #inner: Verifier;
  readonly #lease: { isHeld(): boolean };
  readonly #machine: Machine;
  readonly #instead: Verifier;

  constructor(inner: Verifier, lease: { isHeld(): boolean }, machine: Machine, instead: Verifier) {
    this.#inner = inner;
    this.#lease = lease;
    this.#machine = machine;
    this.#instead = instead;
  }

  async verify(request: VerifyRequest): Promise<Verification> {
    const answer = await this.#inner.verify(request);
    // Something else takes its time in between.
    await new Promise<void>((resolve) => void this.#machine.after(BETWEEN_MS, resolve));
    return this.#lease.isHeld() ? answer : this.#instead.verify(request);
  }
}

/** An answer of an authority is used for as long as that one had a lease. */
export class DerivedCache extends Assembly {
  /** The lease that the answering authority had left, by when it answered: as an answer with a cache time would say. */
  readonly #left = new Map<string, number>();

  override authorityVerifier(leased: Verifier, _inner: Verifier, freshness: ReplicaFreshness): Verifier {
    return {
      verify: async (request) => {
        const answer = await leased.verify(request);
        this.#left.set(request.secret, freshness.lease().remainingMs);
        return answer;
      },
    };
  }

  override nodeVerifier(options: CachingVerifierOptions, _lease: LeaseHolder, machine: Machine): Verifier {
    const kept = new Map<string, { answer: Verification; until: number }>();
    const inner: Verifier = {
      verify: async (request) => {
        const known = kept.get(request.secret);
        if (known !== undefined && machine.monotonic() < known.until) return known.answer;
        const answer = await options.inner.verify(request);
        kept.set(request.secret, { answer, until: machine.monotonic() + (this.#left.get(request.secret) ?? 0) });
        return answer;
      },
    };
    return new CachingVerifier({ ...options, inner });
  }
}

/** A suspended machine's monotonic clock stands still, and nothing else is looked at. */
export class MonoOnly extends Assembly {
  override nodeLease(options: LeaseHolderOptions): LeaseHolderOptions {
    const monotonic = (): number => options.clock.monotonic();
    return { ...options, clock: { wall: monotonic, monotonic } };
  }
}

/** A lease is measured by the wall clock alone, which may be set back. */
export class WallClock extends Assembly {
  override nodeLease(options: LeaseHolderOptions): LeaseHolderOptions {
    const wall = (): number => options.clock.wall();
    return { ...options, clock: { wall, monotonic: wall } };
  }
}

/** An authority that loads an older state goes on under the lease that it has, as if it had read nothing less. */
export class ReloadKeepsLease extends Assembly {
  readonly #before = new WeakMap<Machine, ReplicaFreshness>();

  override readonly servesWhileReading = true;

  override authorityVerifier(
    leased: Verifier,
    inner: Verifier,
    freshness: ReplicaFreshness,
    machine: Machine,
  ): Verifier {
    const before = this.#before.get(machine);
    this.#before.set(machine, freshness);
    return {
      verify: (request) =>
        freshness.held.isHeld() || before?.held.isHeld() === true ? inner.verify(request) : leased.verify(request),
    };
  }
}
