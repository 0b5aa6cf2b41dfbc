import {
  DEFAULT_MAX_HOLD_MS,
  type KeyChanges,
  type KeyDigest,
  type LedgerEvent,
  MAX_HOLD_MS,
  type OrganizationChanges,
  type OrganizationId,
  ROLES,
  type RateLimit,
  type Restrictions,
  type Role,
  type SecretDigest,
  WEBHOOK_KINDS,
  type WebhookKind,
} from '@keyledger/domain';
import type * as wire from '@keyledger/proto';

const hex = (bytes: Buffer): string => bytes.toString('hex');

function restrictionsFromWire(restrictions: wire.Restrictions__Output | null): Restrictions {
  return { ips: restrictions?.ips ?? [], origins: restrictions?.origins ?? [] };
}

function secretFromWire(secret: wire.SecretDigest__Output | null): SecretDigest {
  if (secret === null) throw new TypeError('an event without its secret digest');
  const { digestKeyId, prefix, last4, publicKey } = secret;
  return {
    digest: hex(secret.digest) as KeyDigest,
    digestKeyId,
    prefix,
    last4,
    publicKey: publicKey === '' ? null : publicKey,
  };
}

/** The limits of a change, where it says any. */
function changedLimits({
  limits,
  limitsRemoved,
}: wire.KeyUpdated__Output | wire.OrganizationUpdated__Output): Pick<KeyChanges, 'limits'> {
  if (limitsRemoved) return { limits: null };
  return limits === null ? {} : { limits };
}

/** By which nothing can be counted: what is meant by them is known to a later version at best. */
const isUnknownLimit = (limits: RateLimit | null | undefined): boolean =>
  limits !== null && limits !== undefined && (limits.perHour < 1 || limits.burst < 1);

function organizationChanges(updated: wire.OrganizationUpdated__Output): OrganizationChanges {
  const { name, routes, environments, tier, demo } = updated;
  return {
    ...(name === undefined ? {} : { name }),
    ...(routes === null ? {} : { routes: routes.values }),
    ...(environments === null ? {} : { environments: environments.values }),
    ...(tier === undefined ? {} : { tier }),
    ...changedLimits(updated),
    ...(demo === undefined ? {} : { demo }),
  };
}

function keyChanges(updated: wire.KeyUpdated__Output): KeyChanges {
  const { name, scopes, restrictions, tier, metadata, expiresAtMs, expiresNever } = updated;
  return {
    ...(name === undefined ? {} : { name }),
    ...(scopes === null ? {} : { scopes: scopes.values }),
    ...(restrictions === null ? {} : { restrictions: restrictionsFromWire(restrictions) }),
    ...(tier === undefined ? {} : { tier: tier === '' ? null : tier }),
    ...changedLimits(updated),
    ...(metadata === null ? {} : { metadata: metadata.entries }),
    ...(expiresAtMs === undefined ? {} : { expiresAt: expiresAtMs }),
    ...(expiresNever ? { expiresAt: null } : {}),
  };
}

const UNKNOWN: LedgerEvent = { type: 'unknown' };

/** Values of a closed set that this version does not know make the whole event unknown, never a guess. */
function keyCreated(created: wire.KeyCreated__Output): LedgerEvent {
  const { organizationId, name, kind, environment, holder, scopes, tier, metadata, expiresAtMs } = created;
  if (kind !== 'secret' && kind !== 'public') return UNKNOWN;
  if (holder !== 'organization' && holder !== 'user') return UNKNOWN;
  return {
    type: 'key.created',
    organizationId: organizationId as OrganizationId,
    name,
    kind,
    environment,
    holder,
    scopes,
    restrictions: restrictionsFromWire(created.restrictions),
    tier: tier === '' ? null : tier,
    limits: created.limits,
    metadata,
    expiresAt: expiresAtMs ?? null,
    secret: secretFromWire(created.secret),
  };
}

const isRole = (text: string): text is Role => ROLES.some((role) => role === text);

function tokenCreated(created: wire.TokenCreated__Output): LedgerEvent {
  const { organizationId, name, role, expiresAtMs, digest, last4 } = created;
  if (!isRole(role)) return UNKNOWN;
  return {
    type: 'token.created',
    organizationId: organizationId as OrganizationId,
    name,
    role,
    expiresAt: expiresAtMs ?? null,
    digest: hex(digest),
    last4,
  };
}

function memberAdded({ organizationId, subject, role }: wire.MemberAdded__Output): LedgerEvent {
  if (!isRole(role)) return UNKNOWN;
  return { type: 'member.added', organizationId: organizationId as OrganizationId, subject, role };
}

const memberRoleChanged = ({ role }: wire.MemberRoleChanged__Output): LedgerEvent =>
  isRole(role) ? { type: 'member.role_changed', role } : UNKNOWN;

const isWebhookKind = (text: string): text is WebhookKind => WEBHOOK_KINDS.some((kind) => kind === text);

function webhookCreated(created: wire.WebhookCreated__Output): LedgerEvent {
  const { organizationId, url, kinds, digestKeyId, description } = created;
  if (!kinds.every(isWebhookKind)) return UNKNOWN;
  const id = organizationId as OrganizationId;
  return { type: 'webhook.created', organizationId: id, url, kinds, digestKeyId, description };
}

/** The event of an attempt; `unknown` where it is of a later version of the contract. */
export function eventFromWire(attempt: wire.Attempt__Output): LedgerEvent {
  const { organizationCreated, organizationUpdated, keyUpdated } = attempt;
  const limited = organizationCreated ?? organizationUpdated ?? attempt.keyCreated ?? keyUpdated;
  if (isUnknownLimit(limited?.limits)) return UNKNOWN;
  if (attempt.ledgerOpened) {
    const { ledgerId, maxHoldMs } = attempt.ledgerOpened;
    return { type: 'ledger.opened', ledgerId, maxHoldMs: maxHoldMs === 0 ? DEFAULT_MAX_HOLD_MS : maxHoldMs };
  }
  if (attempt.ledgerMaxHoldChanged) return { type: 'ledger.max_hold_changed', ...attempt.ledgerMaxHoldChanged };
  if (attempt.ledgerEpochOpened) {
    const { ledgerId, replaces, longestHoldMs } = attempt.ledgerEpochOpened;
    const longest = longestHoldMs === 0 ? MAX_HOLD_MS.most : longestHoldMs;
    return { type: 'ledger.epoch_opened', ledgerId, replaces, longestHoldMs: longest };
  }
  if (organizationCreated) return { type: 'organization.created', ...organizationCreated };
  if (organizationUpdated) {
    return { type: 'organization.updated', changes: organizationChanges(organizationUpdated) };
  }
  if (attempt.keyCreated) return keyCreated(attempt.keyCreated);
  if (keyUpdated) return { type: 'key.updated', changes: keyChanges(keyUpdated) };
  if (attempt.keyRotated) {
    const { secret, overlapEndsAtMs } = attempt.keyRotated;
    return { type: 'key.rotated', secret: secretFromWire(secret), overlapEndsAt: overlapEndsAtMs ?? null };
  }
  if (attempt.tokenCreated) return tokenCreated(attempt.tokenCreated);
  if (attempt.memberAdded) return memberAdded(attempt.memberAdded);
  if (attempt.memberRoleChanged) return memberRoleChanged(attempt.memberRoleChanged);
  if (attempt.webhookCreated) return webhookCreated(attempt.webhookCreated);
  switch (attempt.event) {
    case 'organizationPaused':
      return { type: 'organization.paused' };
    case 'organizationResumed':
      return { type: 'organization.resumed' };
    case 'keyRotationFinished':
      return { type: 'key.rotation_finished' };
    case 'keyPaused':
      return { type: 'key.paused' };
    case 'keyResumed':
      return { type: 'key.resumed' };
    case 'keyRevoked':
      return { type: 'key.revoked' };
    case 'tokenRevoked':
      return { type: 'token.revoked' };
    case 'memberRemoved':
      return { type: 'member.removed' };
    case 'webhookRemoved':
      return { type: 'webhook.removed' };
    default:
      return UNKNOWN;
  }
}
