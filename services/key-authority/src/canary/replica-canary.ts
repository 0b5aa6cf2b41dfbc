import { PLAIN_REQUEST, type OrganizationId, isOrganizationId } from '@keyledger/domain';
import type { Verifier } from '@keyledger/ports';
import type { Caller } from '../application/caller.ts';
import type { EverywhereWaits } from '../application/freshness.ts';
import type { KeyCommands } from '../application/key-commands.ts';
import type { OrganizationCommands } from '../application/organization-commands.ts';
import type { CanarySubject } from './canary.ts';

export interface ReplicaCanaryOptions {
  readonly organizations: OrganizationCommands;
  /** With room for any number of keys: those of the canaries are many, over the years. */
  readonly keys: KeyCommands;
  readonly verifier: Verifier;
  readonly everywhere: EverywhereWaits;
  readonly environment: string;
  readonly isReady: () => boolean;
}

/** Beside the bound, for what is no lease: a slow machine, a report on its way. */
const GRACE_MS = 10_000;
/** Of a round: after an epoch of which nobody knew the leases, the bound is hours long, and the next round must not be. */
const MOST_MS = 5 * 60_000;

/** How the ledger names who did it: all canaries of all replicas are one principal. */
const CANARY: Caller = {
  principal: { subject: 'canary', kind: 'system', role: 'platform', organizationId: null },
  address: '',
  idempotencyKey: null,
  reason: 'canary',
};

/** A replica as its canary meets it: by its own commands and its own verifier, as any caller would. */
export function replicaCanary(options: ReplicaCanaryOptions): CanarySubject {
  const { organizations, keys, verifier, everywhere, environment } = options;
  const slug = `keyledger-canary-${environment}`;
  return {
    isReady: options.isReady,
    async organization() {
      // The same command whoever sends it and however often: there is one organization, without a race.
      const caller = { ...CANARY, idempotencyKey: slug };
      const { aggregateId } = await organizations.create(caller, { name: 'Canary', slug, environments: [environment] });
      return organizationId(aggregateId);
    },
    async create(organization, expiresAt) {
      const { aggregateId, secret } = await keys.create(CANARY, organization, { name: 'canary', expiresAt });
      if (secret === null) throw new Error('a command of its own made no secret');
      return { id: aggregateId, secret };
    },
    async isAllowed(secret) {
      return (await verifier.verify({ ...PLAIN_REQUEST, secret })).reasonCode === '';
    },
    async revoke(keyId) {
      return (await keys.revoke(CANARY, keyId)).position;
    },
    async everywhere(position, signal) {
      const boundMs = everywhere.remainingMs(position) + GRACE_MS;
      if (await everywhere.until(position, Math.min(boundMs, MOST_MS), signal)) return 'everywhere';
      return boundMs > MOST_MS ? 'not yet' : 'too late';
    },
  };
}

function organizationId(id: string): OrganizationId {
  if (!isOrganizationId(id)) throw new Error('the canaries’ organization is no organization');
  return id;
}
