import type { KeyRotated, LedgerEvent, SecretDigest } from '@keyledger/domain';

/** What an event said, by the names of the domain's events, and never a digest. Times are ms since the epoch. */
export type EventChanges = Readonly<Record<string, unknown>>;

const shownSecret = ({ prefix, last4, publicKey }: SecretDigest): EventChanges =>
  publicKey === null ? { prefix, last4 } : { prefix, last4, publicKey };

function shownRotation({ secret, overlapEndsAt }: KeyRotated): EventChanges {
  return { ...shownSecret(secret), overlapEndsAt };
}

/** Every kind of event names what it shows, so that a new field is not shown by accident. */
export function shownChanges(event: LedgerEvent): EventChanges {
  switch (event.type) {
    case 'ledger.opened': {
      const { ledgerId, maxHoldMs } = event;
      return { ledgerId, maxHoldMs };
    }
    case 'ledger.max_hold_changed':
      return { maxHoldMs: event.maxHoldMs };
    case 'ledger.epoch_opened': {
      const { ledgerId, replaces, longestHoldMs } = event;
      return { ledgerId, replaces, longestHoldMs };
    }
    case 'organization.created': {
      const { name, slug, routes, environments, tier, limits, demo } = event;
      return { name, slug, routes, environments, tier, limits, demo };
    }
    case 'key.created': {
      const { organizationId, name, kind, environment, holder, scopes, restrictions, tier, limits, metadata } = event;
      const may = { kind, environment, holder, scopes, restrictions, tier, limits, expiresAt: event.expiresAt };
      return { organizationId, name, ...may, metadata, ...shownSecret(event.secret) };
    }
    case 'key.rotated':
      return shownRotation(event);
    case 'token.created': {
      const { organizationId, name, role, expiresAt, last4 } = event;
      return { organizationId, name, role, expiresAt, last4 };
    }
    case 'member.added': {
      const { organizationId, subject, role } = event;
      return { organizationId, subject, role };
    }
    case 'member.role_changed':
      return { role: event.role };
    case 'webhook.created': {
      const { organizationId, url, kinds, description } = event;
      return { organizationId, url, kinds, description };
    }
    case 'organization.updated':
    case 'key.updated':
      return { ...event.changes };
    case 'organization.paused':
    case 'organization.resumed':
    case 'key.rotation_finished':
    case 'key.paused':
    case 'key.resumed':
    case 'key.revoked':
    case 'token.revoked':
    case 'member.removed':
    case 'webhook.removed':
    case 'unknown':
      return {};
    default:
      return event satisfies never;
  }
}
