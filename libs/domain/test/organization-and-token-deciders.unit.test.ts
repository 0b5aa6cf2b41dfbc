import {
  UNCHANGED,
  decideOrganization,
  decideTokenRevoke,
  decideWebhookRemove,
  isTokenUsable,
} from '@keyledger/domain';
import { describe, expect, test } from 'vitest';
import { createOrganization, evolveOrganization } from '../src/organization/evolve.ts';
import { createToken, revokeToken } from '../src/token/evolve.ts';
import { createWebhook, removeWebhook } from '../src/webhook/evolve.ts';
import {
  NOON,
  organizationCreated,
  organizationId,
  tokenCreated,
  tokenId,
  webhookCreated,
  webhookId,
} from './kit/samples.ts';

describe('given an organization', () => {
  const active = createOrganization(organizationId(), organizationCreated());
  const paused = evolveOrganization(active, { type: 'organization.paused' });
  const conditional = (event: object) => ({ kind: 'append', event, unconditional: false });

  test('when it is paused or resumed again, then nothing happens', () => {
    expect(decideOrganization(paused, { type: 'pause' })).toEqual(UNCHANGED);
    expect(decideOrganization(active, { type: 'resume' })).toEqual(UNCHANGED);
  });

  test('when it is paused, resumed or updated, then that is an event', () => {
    const changes = { name: 'new', routes: [] };
    expect(decideOrganization(active, { type: 'pause' })).toEqual(conditional({ type: 'organization.paused' }));
    expect(decideOrganization(paused, { type: 'resume' })).toEqual(conditional({ type: 'organization.resumed' }));
    const updated = { type: 'organization.updated', changes } as const;
    expect(decideOrganization(paused, { type: 'update', changes })).toEqual(conditional(updated));
    const { name: _name, ...rest } = changes;
    expect(evolveOrganization(paused, updated)).toEqual({ ...paused, ...rest });
  });

  test('when it is resumed after a pause, then it is as before', () => {
    expect(evolveOrganization(paused, { type: 'organization.resumed' })).toEqual(active);
  });
});

describe('given a token', () => {
  const token = createToken(tokenId(), tokenCreated({ expiresAt: NOON }));

  test('when it is revoked, then it is, once and whatever its version', () => {
    const event = { type: 'token.revoked' };
    expect(decideTokenRevoke(token)).toEqual({ kind: 'append', event, unconditional: true });
    expect(decideTokenRevoke(revokeToken(token))).toEqual(UNCHANGED);
  });

  test('then it is usable until it expires or is revoked', () => {
    expect(isTokenUsable(token, NOON - 1)).toBe(true);
    expect(isTokenUsable(token, NOON)).toBe(false);
    expect(isTokenUsable(revokeToken(token), NOON - 1)).toBe(false);
    expect(isTokenUsable({ ...token, expiresAt: null }, Number.MAX_SAFE_INTEGER)).toBe(true);
  });
});

test('a webhook is removed from any state but removed', () => {
  const webhook = createWebhook(webhookId(), webhookCreated());
  const event = { type: 'webhook.removed' };
  expect(decideWebhookRemove(webhook)).toEqual({ kind: 'append', event, unconditional: true });
  expect(decideWebhookRemove(removeWebhook(webhook))).toEqual(UNCHANGED);
});
