import { createHash } from 'node:crypto';
import type { Incarnation, LeaseTerms, LedgerPosition, Noop } from '@keyledger/domain';
import { Holders, incarnationOf, newProof, waitOf } from '@keyledger/freshness';
import type { Clock, HolderProof } from '@keyledger/ports';
import type { Effect, EffectWish, Effects } from '../../../services/key-authority/src/application/effects.ts';
import type {
  ReplicaFreshness,
  ReplicaFreshnessOptions,
} from '../../../services/key-authority/src/freshness/replica-freshness.ts';
import type { Outcome } from '../../../services/key-authority/src/ledger/command-log.ts';
import type { LedgerListener } from '../../../services/key-authority/src/ledger/projector.ts';
import type { Machine } from '../engine/machine.ts';
import { Assembly } from './assembly.ts';
import { replaced } from './replaced.ts';

const listening = (freshness: ReplicaFreshness, changes: Partial<LedgerListener>): LedgerListener => ({
  began: () => freshness.began(),
  noop: (position, noop) => freshness.noop(position, noop),
  gap: (position) => freshness.gap(position),
  foreign: (position) => freshness.foreign(position),
  applied: (position, isNews) => freshness.applied(position, isNews),
  ...changes,
});

const nobody = (noop: Noop): Noop => ({ ...noop, holders: [] });

/** A replica knows only the holders that asked it, not those that the log names. */
export class MemoryHolders extends Assembly {
  override listener(freshness: ReplicaFreshness): LedgerListener {
    return listening(freshness, { noop: (position, noop) => freshness.noop(position, nobody(noop)) });
  }
}

/** A replica that has just started waits for nobody whom it has not read of. */
export class RestartForgets extends Assembly {
  override plant(): () => void {
    return replaced(
      Holders.prototype,
      'remainingMs',
      (remainingMs) =>
        function (this: Holders, position: LedgerPosition) {
          // The longest hold counts from the start alone.
          return remainingMs.call(this, position, 0);
        },
    );
  }
}

/** Authorities are not waited for. */
export class IgnoreAuthorities extends Assembly {
  readonly #authorities = new Set<Incarnation>();

  override freshness(options: ReplicaFreshnessOptions): ReplicaFreshnessOptions {
    const known = (): HolderProof => {
      const proof = newProof();
      this.#authorities.add(incarnationOf(proof));
      return proof;
    };
    return { ...options, newProof: known };
  }

  override plant(): () => void {
    const authorities = this.#authorities;
    return replaced(
      Holders.prototype,
      'granted',
      (granted) =>
        function (this: Holders, position: LedgerPosition, incarnation: Incarnation, terms: LeaseTerms) {
          if (!authorities.has(incarnation)) granted.call(this, position, incarnation, terms);
        },
    );
  }
}

/** A holder is known by the name of its machine, so that its next life speaks for this one. */
export class NodeId extends Assembly {
  override nodeProof(machine: Machine): HolderProof {
    return createHash('sha256').update(machine.name).digest('hex') as HolderProof;
  }
}

/** What was revoked already is answered as `everywhere` from the state alone. */
export class AlreadyRevoked extends Assembly {
  readonly #answered = new Set<string>();

  override effects(effects: Effects): Pick<Effects, 'of'> {
    return {
      of: (outcome: Outcome, wish: EffectWish): Promise<Effect> => {
        const what = `${outcome.aggregateId} ${String(outcome.position)}`;
        const isKnown = this.#answered.has(what);
        this.#answered.add(what);
        if (!isKnown) return effects.of(outcome, wish);
        return Promise.resolve({ applied: 'everywhere', effectiveBy: 0, effectiveWithinMs: 0, isLate: false });
      },
    };
  }
}

/** What compaction removed is not thought of. */
export class GapIgnored extends Assembly {
  override listener(freshness: ReplicaFreshness): LedgerListener {
    return listening(freshness, { gap: () => undefined });
  }
}

/** A no-op that could not name all is taken for one that did. */
export class OverflowIgnored extends Assembly {
  override listener(freshness: ReplicaFreshness): LedgerListener {
    return listening(freshness, {
      noop: (position, noop) => freshness.noop(position, { ...noop, complete: true }),
    });
  }
}

/** The waiting side measures by a wall clock, which may be set forward. */
export class WaitWallClock extends Assembly {
  override freshness(options: ReplicaFreshnessOptions): ReplicaFreshnessOptions {
    return { ...options, clock: new ForwardClock(options.clock) };
  }
}

/** Shows how often the wall clock was set forward, and not that it was set back: the lease of the replica itself holds. */
class ForwardClock implements Clock {
  readonly #clock: Clock;
  #wall: number;
  #monotonic: number;
  #ahead = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#wall = clock.wall();
    this.#monotonic = clock.monotonic();
  }

  wall(): number {
    return this.#clock.wall();
  }

  monotonic(): number {
    const [wall, monotonic] = [this.#clock.wall(), this.#clock.monotonic()];
    this.#ahead += Math.max(0, wall - this.#wall - (monotonic - this.#monotonic));
    this.#wall = wall;
    this.#monotonic = monotonic;
    return monotonic + this.#ahead;
  }
}

/** How much longer than a lease a replica waits. */
const WAIT_FACTOR = waitOf(1);

/** It waits as long as a lease lasts by its own clock, and no longer. */
export class Drift extends Assembly {
  override freshness(options: ReplicaFreshnessOptions): ReplicaFreshnessOptions {
    const { clock, timers } = options;
    return {
      ...options,
      clock: { wall: () => clock.wall(), monotonic: () => clock.monotonic() * WAIT_FACTOR },
      timers: { after: (ms, run) => timers.after(ms / WAIT_FACTOR, run) },
    };
  }
}
