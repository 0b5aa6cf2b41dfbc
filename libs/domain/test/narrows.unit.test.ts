import {
  type AggregateState,
  type KeyChanges,
  type KeyCreated,
  type LedgerEvent,
  type OrganizationChanges,
  type OrganizationCreated,
  type Role,
  narrows,
  touchesAuthority,
} from '@keyledger/domain';
import { describe, expect, test } from 'vitest';
import {
  NOON,
  keyCreated,
  keyId,
  ledgerOpened,
  memberAdded,
  memberId,
  organizationCreated,
  organizationId,
  secretDigest,
  tokenCreated,
  tokenId,
  webhookCreated,
  webhookId,
} from './kit/samples.ts';
import { Story } from './kit/story.ts';

const LIMITS = { perHour: 60, burst: 5, overage: false };

function keyState(created: Partial<KeyCreated> = {}): AggregateState {
  const story = new Story();
  story.tell(organizationId(), organizationCreated());
  return story.tell(keyId(), keyCreated(created)).aggregate.state;
}

const organizationState = (created: Partial<OrganizationCreated> = {}): AggregateState =>
  new Story().tell(organizationId(), organizationCreated(created)).aggregate.state;

function tokenState(): AggregateState {
  const story = new Story();
  story.tell(organizationId(), organizationCreated());
  return story.tell(tokenId(), tokenCreated()).aggregate.state;
}

function webhookState(): AggregateState {
  const story = new Story();
  story.tell(organizationId(), organizationCreated());
  return story.tell(webhookId(), webhookCreated()).aggregate.state;
}

function memberState(role: Role): AggregateState {
  const story = new Story();
  story.tell(organizationId(), organizationCreated());
  return story.tell(memberId(), memberAdded({ role })).aggregate.state;
}

const ledgerState = (): AggregateState => new Story().tell('ledger', ledgerOpened()).aggregate.state;

describe('takes authority away', () => {
  test.each<readonly [LedgerEvent, AggregateState]>([
    [{ type: 'key.revoked' }, keyState()],
    [{ type: 'key.paused' }, keyState()],
    [{ type: 'key.rotation_finished' }, keyState()],
    [{ type: 'key.rotated', secret: secretDigest(2), overlapEndsAt: null }, keyState()],
    [{ type: 'organization.paused' }, organizationState()],
    [{ type: 'token.revoked' }, tokenState()],
    [{ type: 'member.removed' }, memberState('driver')],
    [{ type: 'member.role_changed', role: 'driver' }, memberState('operator')],
    [{ type: 'member.role_changed', role: 'owner' }, memberState('platform')],
    [{ type: 'member.role_changed', role: 'service' }, memberState('owner')],
    [{ type: 'member.role_changed', role: 'owner' }, keyState()],
    [{ type: 'ledger.epoch_opened', ledgerId: 'ledger2', replaces: [], longestHoldMs: 0 }, ledgerState()],
    [{ type: 'unknown' }, keyState()],
    [{ type: 'unknown' }, organizationState()],
  ])('%o', (event, before) => {
    expect(narrows(event, before)).toBe(true);
  });
});

describe('takes nothing away', () => {
  test.each<readonly [LedgerEvent, AggregateState | undefined]>([
    [keyCreated(), undefined],
    [organizationCreated(), undefined],
    [tokenCreated(), undefined],
    [webhookCreated(), undefined],
    [{ type: 'webhook.removed' }, webhookState()],
    [memberAdded(), undefined],
    [{ type: 'member.role_changed', role: 'administrator' }, memberState('operator')],
    [ledgerOpened(), undefined],
    [{ type: 'key.resumed' }, keyState()],
    [{ type: 'organization.resumed' }, organizationState()],
    [{ type: 'key.rotated', secret: secretDigest(2), overlapEndsAt: NOON + 1 }, keyState()],
    [{ type: 'ledger.max_hold_changed', maxHoldMs: 100 }, ledgerState()],
  ])('%o', (event, before) => {
    expect(narrows(event, before)).toBe(false);
  });
});

const ips = (...list: string[]): Pick<KeyCreated, 'restrictions'> => ({ restrictions: { ips: list, origins: [] } });
const origins = (...list: string[]): Pick<KeyCreated, 'restrictions'> => ({
  restrictions: { ips: [], origins: list },
});

describe('a change of a key', () => {
  test.each<[before: Partial<KeyCreated>, changes: KeyChanges, expected: boolean]>([
    [{}, { name: 'other', tier: 'gold', metadata: { a: 'b' } }, false],
    [{}, { limits: LIMITS }, false],
    [{ limits: LIMITS }, { limits: { ...LIMITS, perHour: 1 } }, false],
    [{ scopes: ['a'] }, { scopes: ['b', 'a'] }, false],
    [{ scopes: ['a', 'b'] }, { scopes: ['a'] }, true],
    [{ expiresAt: NOON }, { expiresAt: NOON }, false],
    [{ expiresAt: NOON }, { expiresAt: NOON + 1 }, false],
    [{ expiresAt: NOON }, { expiresAt: null }, false],
    [{ expiresAt: NOON }, { expiresAt: NOON - 1 }, true],
    [{ expiresAt: null }, { expiresAt: NOON }, true],
    [ips(), ips('0.0.0.0/0', '::/0'), true],
    [ips('10.0.0.0/8'), ips(), false],
    [ips('10.1.0.0/16', '::1'), ips('::/0', '10.0.0.0/8'), false],
    [ips('10.1.2.3'), ips('::ffff:10.0.0.0/104'), false],
    [ips('10.0.0.0/8'), ips('10.1.0.0/16'), true],
    [ips('10.0.0.0/8'), ips('10.0.0.0/16'), true],
    [ips('10.0.0.0/8', '::1'), ips('10.0.0.0/8'), true],
    [ips('::1'), ips('0.0.0.0/0'), true],
    [ips('10.0.0.0/8'), ips('nonsense'), true],
    [origins(), origins('*'), false],
    [origins('*'), origins(), false],
    [origins('https://a'), origins('*'), false],
    [origins('https://a'), origins('https://b', 'https://a'), false],
    [origins(), origins('https://a'), true],
    [origins('*'), origins('https://a'), true],
    [origins('https://a', 'https://b'), origins('https://a'), true],
    [{ scopes: ['a'], expiresAt: NOON }, { scopes: ['a', 'b'], expiresAt: NOON - 1 }, true],
  ])('of %o by %o: %s', (before, changes, expected) => {
    expect(narrows({ type: 'key.updated', changes }, keyState(before))).toBe(expected);
  });
});

describe('a change of an organization', () => {
  test.each<[before: Partial<OrganizationCreated>, changes: OrganizationChanges, expected: boolean]>([
    [{}, { name: 'other', tier: 'gold' }, false],
    [{ limits: LIMITS }, { limits: { ...LIMITS, burst: 1 } }, false],
    [{ routes: ['a'] }, { routes: ['*'] }, false],
    [{ routes: ['a'] }, { routes: ['b', 'a'] }, false],
    [{ routes: [] }, { routes: ['a'] }, false],
    [{ routes: ['*'] }, { routes: ['a'] }, true],
    [{ routes: ['*', 'a'] }, { routes: ['*'] }, false],
    [{ routes: ['a'] }, { routes: [] }, true],
    [{ environments: ['live'] }, { environments: ['test', 'live'] }, false],
    [{ environments: ['live', 'test'] }, { environments: ['live'] }, true],
    [{ demo: false }, { demo: false }, false],
    [{ demo: false }, { demo: true }, true],
    [{ demo: true }, { demo: false }, true],
  ])('of %o by %o: %s', (before, changes, expected) => {
    expect(narrows({ type: 'organization.updated', changes }, organizationState(before))).toBe(expected);
  });
});

test('a change of something that is not what it belongs to is taken for the worst', () => {
  expect(narrows({ type: 'key.updated', changes: {} }, organizationState())).toBe(true);
  expect(narrows({ type: 'organization.updated', changes: {} }, undefined)).toBe(true);
});

test('of a change alone it is told whether it can have taken anything away', () => {
  expect(touchesAuthority({ name: 'other', tier: 'gold', limits: LIMITS, metadata: {} } satisfies KeyChanges)).toBe(
    false,
  );
  expect(touchesAuthority({ expiresAt: null } satisfies KeyChanges)).toBe(true);
  for (const name of ['scopes', 'restrictions', 'routes', 'environments', 'demo']) {
    expect(touchesAuthority({ [name]: [] })).toBe(true);
  }
});
