import { type Grant, type GrantOrganization, type RateLimit, isKeyId, isOrganizationId } from '@keyledger/domain';
import type {
  GrantLimits__Output as GrantLimitsRead,
  GrantOrganization as WireOrganization,
  GrantOrganization__Output as WireOrganizationRead,
  Grant as WireGrant,
  Grant__Output as WireGrantRead,
  Timestamp,
  Timestamp__Output as TimestampRead,
} from '@keyledger/proto';

/** The field that is not as the contract says. Its value is not in the text. */
export class MalformedWire extends Error {
  override readonly name = 'MalformedWire';
}

export const timestampToWire = (ms: number | null): Timestamp | null =>
  ms === null ? null : { seconds: Math.floor(ms / 1000), nanos: (ms - Math.floor(ms / 1000) * 1000) * 1e6 };

/** Rounds down, so that nothing ends later here than it was said to. */
export function timestampFromWire(wire: TimestampRead | null, field: string): number | null {
  if (wire === null) return null;
  const ms = wire.seconds * 1000 + Math.floor(wire.nanos / 1e6);
  if (!Number.isSafeInteger(ms)) throw new MalformedWire(field);
  return ms;
}

export function grantToWire(grant: Grant): WireGrant {
  const { keyId, version, kind, holder, environment, tier, secretRetired, state, restrictions } = grant;
  return {
    keyId,
    version,
    organization: organizationToWire(grant.organization),
    kind,
    holder,
    environment,
    scopes: [...grant.scopes],
    restrictions: { ips: [...restrictions.ips], origins: [...restrictions.origins] },
    tier,
    limits: grant.limits,
    expiresAt: timestampToWire(grant.expiresAt),
    secretEndsAt: timestampToWire(grant.secretEndsAt),
    secretRetired,
    state,
  };
}

function organizationToWire(organization: GrantOrganization): WireOrganization {
  const { id, state, demo, version, slug, tier, limits, routes, environments } = organization;
  return { id, state, routes: [...routes], environments: [...environments], demo, version, slug, tier, limits };
}

/** @throws MalformedWire where anything that a verdict depends on is missing or not of its kind. */
export function grantFromWire(wire: WireGrantRead): Grant {
  const { keyId, environment, scopes, tier, secretRetired } = wire;
  if (!isKeyId(keyId)) throw new MalformedWire('grant.key_id');
  if (wire.organization === null) throw new MalformedWire('grant.organization');
  // Absent restrictions would read as none at all.
  if (wire.restrictions === null) throw new MalformedWire('grant.restrictions');
  return {
    keyId,
    version: versionFromWire(wire.version, 'grant.version'),
    organization: organizationFromWire(wire.organization),
    kind: oneOf(wire.kind, ['secret', 'public'], 'grant.kind'),
    holder: oneOf(wire.holder, ['organization', 'user'], 'grant.holder'),
    environment,
    scopes,
    restrictions: { ips: wire.restrictions.ips, origins: wire.restrictions.origins },
    tier,
    limits: limitsFromWire(wire.limits, 'grant.limits'),
    expiresAt: timestampFromWire(wire.expiresAt, 'grant.expires_at'),
    secretEndsAt: timestampFromWire(wire.secretEndsAt, 'grant.secret_ends_at'),
    secretRetired,
    state: oneOf(wire.state, ['active', 'paused', 'revoked'], 'grant.state'),
  };
}

function organizationFromWire(wire: WireOrganizationRead): GrantOrganization {
  const { id, slug, routes, environments, tier, demo } = wire;
  if (!isOrganizationId(id)) throw new MalformedWire('grant.organization.id');
  const version = versionFromWire(wire.version, 'grant.organization.version');
  const state = oneOf(wire.state, ['active', 'paused'], 'grant.organization.state');
  const limits = limitsFromWire(wire.limits, 'grant.organization.limits');
  return { id, version, slug, state, routes, environments, tier, limits, demo };
}

/** Nothing can be counted by a limit of 0. */
function limitsFromWire(limits: GrantLimitsRead | null, field: string): RateLimit | null {
  if (limits !== null && (limits.perHour < 1 || limits.burst < 1)) throw new MalformedWire(field);
  return limits;
}

function oneOf<const T extends string>(text: string, allowed: readonly T[], field: string): T {
  const found = allowed.find((candidate) => candidate === text);
  if (found === undefined) throw new MalformedWire(field);
  return found;
}

/** A version that JavaScript cannot hold exactly could be taken for another one. */
function versionFromWire(version: number, field: string): number {
  if (!Number.isSafeInteger(version) || version < 1) throw new MalformedWire(field);
  return version;
}
