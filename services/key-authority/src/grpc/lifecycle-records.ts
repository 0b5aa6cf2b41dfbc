import type {
  EventRecord,
  KeyRecord,
  MemberRecord,
  OrganizationRecord,
  Page,
  TokenRecord,
  WebhookRecord,
} from '@keyledger/catalogue';
import { type LedgerPosition, formatPosition } from '@keyledger/domain';
import type * as wire from '@keyledger/proto';
import type { Effect } from '../application/effects.ts';
import type { DeliveryStatus } from '../application/webhook-deliveries.ts';
import { changesJson } from '../http/schemas/event.ts';
import { structOf } from './struct.ts';
import { timestamp } from './wire-values.ts';

export function organizationToWire(record: OrganizationRecord): wire.Organization {
  const { id, name, slug, routes, environments, tier, limits, demo, state, version, createdAt, createdBy } = record;
  return {
    id,
    name,
    slug,
    routes: [...routes],
    environments: [...environments],
    tier,
    limits,
    demo,
    state,
    version,
    createdAt: timestamp(createdAt),
    createdBy,
  };
}

export function keyToWire(record: KeyRecord): wire.Key {
  const { id, organizationId, name, kind, environment, holder, state, version, prefix, last4, createdBy } = record;
  return {
    id,
    organizationId,
    name,
    kind,
    environment,
    holder,
    state,
    version,
    prefix,
    last4,
    createdBy,
    scopes: [...record.scopes],
    restrictions: { ips: [...record.restrictions.ips], origins: [...record.restrictions.origins] },
    tier: record.tier ?? '',
    limits: record.limits,
    metadata: { ...record.metadata },
    expiresAt: timestamp(record.expiresAt),
    rotation: record.rotationEndsAt === null ? null : { endsAt: timestamp(record.rotationEndsAt) },
    createdAt: timestamp(record.createdAt),
    lastUsedAt: timestamp(record.lastUsedAt),
    publicKey: record.publicKey ?? '',
  };
}

export function memberToWire(record: MemberRecord): wire.Member {
  const { id, organizationId, subject, role, removed, version, createdAt, createdBy } = record;
  return {
    id,
    organizationId,
    subject,
    role,
    state: removed ? 'removed' : 'active',
    version,
    createdAt: timestamp(createdAt),
    createdBy,
  };
}

export function tokenToWire(record: TokenRecord): wire.Token {
  const { id, organizationId, name, role, last4, revoked, version, expiresAt, createdAt, createdBy } = record;
  return {
    id,
    organizationId,
    name,
    role,
    last4,
    state: revoked ? 'revoked' : 'active',
    version,
    expiresAt: timestamp(expiresAt),
    createdAt: timestamp(createdAt),
    createdBy,
  };
}

export function webhookToWire(record: WebhookRecord, delivery: DeliveryStatus): wire.Webhook {
  const { id, organizationId, url, kinds, description, removed, version, createdAt, createdBy } = record;
  const { state, lastDeliveredAt, lastFailure, waiting, dropped } = delivery;
  return {
    id,
    organizationId,
    url,
    kinds: [...kinds],
    description,
    state: removed ? 'removed' : 'active',
    version,
    createdAt: timestamp(createdAt),
    createdBy,
    delivery: {
      state,
      lastDeliveredAt: timestamp(lastDeliveredAt),
      lastFailure: lastFailure === null ? null : { at: timestamp(lastFailure.at), why: lastFailure.why },
      waiting,
      dropped,
    },
  };
}

/** One page of a list. */
export function listToWire<Item, Wire>({ items, nextCursor }: Page<Item>, itemToWire: (item: Item) => Wire) {
  return { items: items.map((item) => itemToWire(item)), nextCursor: nextCursor ?? '' };
}

export function historyToWire(ledgerId: string, record: EventRecord): wire.HistoryEvent {
  const { type, position, aggregateId, organizationId, version, occurredAt, actor, reason, changes } = record;
  return {
    type,
    version,
    reason,
    position: formatPosition(ledgerId, position),
    occurredAt: timestamp(occurredAt),
    actor: { subject: actor.subject, kind: actor.kind },
    address: actor.address,
    id: aggregateId,
    organizationId: organizationId ?? '',
    changes: structOf(changesJson(changes)),
  };
}

/** How far a command has taken effect. */
export function appliedToWire(ledgerId: string, position: LedgerPosition, effect: Effect): wire.Applied {
  return {
    position: formatPosition(ledgerId, position),
    applied: effect.applied,
    effectiveBy: timestamp(effect.effectiveBy),
    effectiveWithinMs: effect.effectiveWithinMs ?? 0,
  };
}
