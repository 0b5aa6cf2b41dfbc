import { type LeaseTerms, holdOf } from '@keyledger/domain';
import { type LeaseState, type Ledger, systemClock, systemTimers } from '@keyledger/ports';
import { measureLease, staleAllowance, watchLease } from '@keyledger/service-kit';
import { ReplicaFreshness } from '../freshness/replica-freshness.ts';
import { Acknowledged } from '../ledger/acknowledged.ts';
import type { Projector } from '../ledger/projector.ts';
import type { AuthorityContext } from './context.ts';

export interface FreshnessParts {
  readonly acknowledged: Acknowledged;
  readonly freshness: ReplicaFreshness;
}

/** The most that this authority grants, and asks for itself. */
export function leasePolicy({ maxStaleness, onLedgerOutage }: AuthorityContext['settings']): LeaseTerms {
  return { stalenessMs: maxStaleness, staleAllowanceMs: staleAllowance(onLedgerOutage) };
}

/** Before the ledger is read: whoever may hold a lease is learnt on the way. */
export function createFreshness(
  { settings, lifecycle, logger, directory }: AuthorityContext,
  ledger: Ledger,
  projector: Projector,
): FreshnessParts {
  const acknowledged = new Acknowledged({ ledger, applied: () => projector.applied, fail: lifecycle.fail });
  const freshness = new ReplicaFreshness({
    acknowledged,
    directory,
    waitFor: (position, deadlineMs) => projector.waitFor(position, deadlineMs),
    policy: leasePolicy(settings),
    clock: systemClock,
    timers: systemTimers,
    logger,
  });
  projector.listen(freshness);
  return { acknowledged, freshness };
}

/** Once the replica has caught up: it answers for what it has read as long as it holds a lease. */
export async function startLease(context: AuthorityContext, freshness: ReplicaFreshness): Promise<void> {
  const { settings, lifecycle, logger, health, metrics, directory } = context;
  await lifecycle.start(
    'lease',
    () => freshness.live(),
    () => freshness.close(),
  );
  const policy = leasePolicy(settings);
  if (holdOf(policy) > directory.ledger.maxHoldMs) {
    const fields = { policy, maxHoldMs: directory.ledger.maxHoldMs };
    logger.warn(fields, 'the ledger allows shorter leases than the settings: raise it by PATCH /v1/ledger');
  }
  const lease = (): LeaseState => freshness.lease();
  watchLease(health, lease);
  measureLease(metrics, lease);
  const holders = 'How many may hold a lease now, authorities included';
  metrics.measured({ name: 'lease_holders', help: holders }, () => freshness.holders());
}
