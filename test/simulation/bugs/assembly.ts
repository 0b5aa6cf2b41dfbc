import { Directory } from '@keyledger/directory';
import { type LeaseHolder, type LeaseHolderOptions, newProof } from '@keyledger/freshness';
import type { HolderProof, LedgerFollower, Verifier } from '@keyledger/ports';
import { CachingVerifier, type CachingVerifierOptions, GrantCache, type GrantCacheLimits } from '@keyledger/verifier';
import type { Effects } from '../../../services/key-authority/src/application/effects.ts';
import type {
  ReplicaFreshness,
  ReplicaFreshnessOptions,
} from '../../../services/key-authority/src/freshness/replica-freshness.ts';
import type { LedgerListener } from '../../../services/key-authority/src/ledger/projector.ts';
import type { Machine } from '../engine/machine.ts';
import type { Scenario } from '../scenario.ts';
import { SimulatedLedger, type SimulatedLedgerOptions } from '../simulated-ledger.ts';

/**
 * How the processes of a simulation are put together: as they are, unless a planted bug, which is one of these with
 * something replaced, does it otherwise. Nothing in the code under test knows of it.
 */
export class Assembly {
  /** An authority answers before it has read what the ledger holds. */
  readonly servesWhileReading: boolean = false;

  /** What a seed has chosen, where the bug needs another. */
  scenario(scenario: Scenario): Scenario {
    return scenario;
  }

  ledger(options: SimulatedLedgerOptions): SimulatedLedger {
    return new SimulatedLedger(options);
  }

  directory(): Directory {
    return new Directory();
  }

  /** What an authority makes its part in the guarantee of. */
  freshness(options: ReplicaFreshnessOptions): ReplicaFreshnessOptions {
    return options;
  }

  /** What hears of an authority's reading. */
  listener(freshness: ReplicaFreshness): LedgerListener {
    return freshness;
  }

  effects(effects: Effects): Pick<Effects, 'of'> {
    return effects;
  }

  /** @param inner an authority's verifier, without the lease; `leased`: with it */
  authorityVerifier(leased: Verifier, _inner: Verifier, _freshness: ReplicaFreshness, _machine: Machine): Verifier {
    return leased;
  }

  cache(limits: GrantCacheLimits): GrantCache {
    return new GrantCache(limits);
  }

  /** What a node makes its lease of. */
  nodeLease(options: LeaseHolderOptions): LeaseHolderOptions {
    return options;
  }

  nodeVerifier(options: CachingVerifierOptions, _lease: LeaseHolder, _machine: Machine): Verifier {
    return new CachingVerifier(options);
  }

  /** What a node follows. */
  nodeFollower(ledger: LedgerFollower, _lease: LeaseHolder, _machine: Machine): LedgerFollower {
    return ledger;
  }

  /** For a new life of a node. */
  nodeProof(_machine: Machine): HolderProof {
    return newProof();
  }

  /** Replaces what can only be replaced in a class itself. @returns what puts it back */
  plant(): () => void {
    return () => undefined;
  }
}
