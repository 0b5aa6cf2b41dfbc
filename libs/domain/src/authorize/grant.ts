import type { KeyId, OrganizationId } from '../ids.ts';
import type { KeyHolder, KeyKind, KeySecret, KeyState, Restrictions } from '../key/key.ts';
import type { OrganizationState } from '../organization/organization.ts';
import type { RateLimit } from '../profile/tier.ts';
import type { Aggregate } from '../fold/aggregate.ts';

export interface GrantOrganization {
  readonly id: OrganizationId;
  readonly version: number;
  readonly slug: string;
  readonly state: 'active' | 'paused';
  readonly routes: readonly string[];
  readonly environments: readonly string[];
  readonly tier: string;
  readonly limits: RateLimit | null;
  readonly demo: boolean;
}

/** What one secret of a key may do, as of one position of the ledger. */
export interface Grant {
  readonly keyId: KeyId;
  readonly version: number;
  readonly organization: GrantOrganization;
  readonly kind: KeyKind;
  readonly holder: KeyHolder;
  readonly environment: string;
  readonly scopes: readonly string[];
  readonly restrictions: Restrictions;
  /** The key's own tier, or its organization's. */
  readonly tier: string;
  /** The key's own limits, or its organization's; null: neither has any. They count where the tier has none for all. */
  readonly limits: RateLimit | null;
  /** Milliseconds since the epoch; null: never. */
  readonly expiresAt: number | null;
  /** When the presented secret ends, in a rotation overlap; null: with the key, or a rotation has ended it. */
  readonly secretEndsAt: number | null;
  /** The presented secret was ended by a rotation. */
  readonly secretRetired: boolean;
  readonly state: 'active' | 'paused' | 'revoked';
}

function grantOrganization({ state, version }: Aggregate<OrganizationState>): GrantOrganization {
  const { id, slug, routes, environments, tier, limits, demo, paused } = state;
  return { id, version, slug, state: paused ? 'paused' : 'active', routes, environments, tier, limits, demo };
}

/** What is to be said of a secret that its key does not remember. */
const FORGOTTEN: Pick<KeySecret, 'endsAt' | 'retired'> = { endsAt: null, retired: true };

/** The grant of the secret at `index` of the key's secrets, newest first; below 0: one that is not remembered. */
export function grantOf(key: Aggregate<KeyState>, organization: Aggregate<OrganizationState>, index: number): Grant {
  const { state, version } = key;
  const secret = index < 0 ? FORGOTTEN : state.secrets[index];
  if (secret === undefined) throw new RangeError(`key ${state.id} has no secret ${String(index)}`);
  return {
    keyId: state.id,
    version,
    organization: grantOrganization(organization),
    kind: state.kind,
    holder: state.holder,
    environment: state.environment,
    scopes: state.scopes,
    restrictions: state.restrictions,
    tier: state.tier ?? organization.state.tier,
    limits: state.limits ?? organization.state.limits,
    expiresAt: state.expiresAt,
    secretEndsAt: secret.retired ? null : secret.endsAt,
    secretRetired: secret.retired,
    state: state.revoked ? 'revoked' : state.paused ? 'paused' : 'active',
  };
}
