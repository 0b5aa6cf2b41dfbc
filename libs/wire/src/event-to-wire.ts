import type {
  KeyChanges,
  LedgerEpochOpened,
  LedgerEvent,
  OrganizationChanges,
  RateLimit,
  SecretDigest,
} from '@keyledger/domain';
import type * as wire from '@keyledger/proto';

const list = (values: readonly string[]): { values: string[] } => ({ values: [...values] });

function secretToWire(secret: SecretDigest): wire.SecretDigest {
  return {
    digest: Buffer.from(secret.digest, 'hex'),
    digestKeyId: secret.digestKeyId,
    prefix: secret.prefix,
    last4: secret.last4,
    publicKey: secret.publicKey ?? '',
  };
}

function restrictionsToWire({
  ips,
  origins,
}: {
  ips: readonly string[];
  origins: readonly string[];
}): wire.Restrictions {
  return { ips: [...ips], origins: [...origins] };
}

/** What is changed to: null is a change, undefined none. */
function limitsToWire(limits: RateLimit | null | undefined): { limits?: wire.RateLimits; limitsRemoved?: boolean } {
  if (limits === undefined) return {};
  return limits === null ? { limitsRemoved: true } : { limits };
}

function organizationChangesToWire(changes: OrganizationChanges): wire.OrganizationUpdated {
  const { routes, environments, name, tier, limits, demo } = changes;
  return {
    ...(name === undefined ? {} : { name }),
    ...(routes === undefined ? {} : { routes: list(routes) }),
    ...(environments === undefined ? {} : { environments: list(environments) }),
    ...(tier === undefined ? {} : { tier }),
    ...limitsToWire(limits),
    ...(demo === undefined ? {} : { demo }),
  };
}

function keyChangesToWire(changes: KeyChanges): wire.KeyUpdated {
  const { name, scopes, restrictions, tier, limits, metadata, expiresAt } = changes;
  return {
    ...(name === undefined ? {} : { name }),
    ...(scopes === undefined ? {} : { scopes: list(scopes) }),
    ...(restrictions === undefined ? {} : { restrictions: restrictionsToWire(restrictions) }),
    ...(tier === undefined ? {} : { tier: tier ?? '' }),
    ...limitsToWire(limits),
    ...(metadata === undefined ? {} : { metadata: { entries: { ...metadata } } }),
    ...(typeof expiresAt === 'number' ? { expiresAtMs: expiresAt } : {}),
    ...(expiresAt === null ? { expiresNever: true } : {}),
  };
}

const epochToWire = ({ ledgerId, replaces, longestHoldMs }: LedgerEpochOpened): wire.LedgerEpochOpened => ({
  ledgerId,
  replaces: [...replaces],
  longestHoldMs,
});

/** The `event` of an attempt as the contract has it. */
export function eventToWire(event: LedgerEvent): Partial<wire.Attempt> {
  switch (event.type) {
    case 'ledger.opened':
      return { ledgerOpened: { ledgerId: event.ledgerId, maxHoldMs: event.maxHoldMs } };
    case 'ledger.max_hold_changed':
      return { ledgerMaxHoldChanged: { maxHoldMs: event.maxHoldMs } };
    case 'ledger.epoch_opened':
      return { ledgerEpochOpened: epochToWire(event) };
    case 'organization.created': {
      const { name, slug, routes, environments, tier, limits, demo } = event;
      const said = { name, slug, routes: [...routes], environments: [...environments], tier, demo };
      return { organizationCreated: { ...said, limits } };
    }
    case 'organization.updated':
      return { organizationUpdated: organizationChangesToWire(event.changes) };
    case 'organization.paused':
      return { organizationPaused: {} };
    case 'organization.resumed':
      return { organizationResumed: {} };
    case 'key.created': {
      const { organizationId, name, kind, environment, holder, scopes, expiresAt } = event;
      return {
        keyCreated: {
          organizationId,
          name,
          kind,
          environment,
          holder,
          scopes: [...scopes],
          restrictions: restrictionsToWire(event.restrictions),
          tier: event.tier ?? '',
          limits: event.limits,
          metadata: { ...event.metadata },
          ...(expiresAt === null ? {} : { expiresAtMs: expiresAt }),
          secret: secretToWire(event.secret),
        },
      };
    }
    case 'key.updated':
      return { keyUpdated: keyChangesToWire(event.changes) };
    case 'key.rotated': {
      const overlap = event.overlapEndsAt === null ? {} : { overlapEndsAtMs: event.overlapEndsAt };
      return { keyRotated: { secret: secretToWire(event.secret), ...overlap } };
    }
    case 'key.rotation_finished':
      return { keyRotationFinished: {} };
    case 'key.paused':
      return { keyPaused: {} };
    case 'key.resumed':
      return { keyResumed: {} };
    case 'key.revoked':
      return { keyRevoked: {} };
    case 'token.created': {
      const { organizationId, name, role, expiresAt, digest, last4 } = event;
      const expiry = expiresAt === null ? {} : { expiresAtMs: expiresAt };
      return {
        tokenCreated: { organizationId, name, role, ...expiry, digest: Buffer.from(digest, 'hex'), last4 },
      };
    }
    case 'token.revoked':
      return { tokenRevoked: {} };
    case 'member.added': {
      const { organizationId, subject, role } = event;
      return { memberAdded: { organizationId, subject, role } };
    }
    case 'member.role_changed':
      return { memberRoleChanged: { role: event.role } };
    case 'member.removed':
      return { memberRemoved: {} };
    case 'webhook.created': {
      const { organizationId, url, kinds, digestKeyId, description } = event;
      return { webhookCreated: { organizationId, url, kinds: [...kinds], digestKeyId, description } };
    }
    case 'webhook.removed':
      return { webhookRemoved: {} };
    case 'unknown':
      return {};
    default:
      return event satisfies never;
  }
}
