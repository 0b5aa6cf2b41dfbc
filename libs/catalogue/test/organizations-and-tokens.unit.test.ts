import type { MemberQuery } from '@keyledger/catalogue';
import { describe, expect, test } from 'vitest';
import * as sample from '../../domain/test/kit/samples.ts';
import { eachToldCatalogue } from './kit/told-catalogue.ts';

const acme = sample.organizationId(1);
const told = eachToldCatalogue();

describe('organizations', () => {
  test('are found by id and by slug, with what was last said of them', () => {
    told.story.tell(acme, { type: 'organization.updated', changes: { name: 'ACME Ltd', routes: ['a', 'b'] } });
    told.story.tell(acme, { type: 'organization.paused' });
    told.applyAll();
    expect(told.catalogue.organization(acme)).toEqual({
      id: acme,
      name: 'ACME Ltd',
      slug: 'acme',
      routes: ['a', 'b'],
      environments: ['live'],
      tier: 'standard',
      limits: null,
      demo: false,
      state: 'paused',
      blocked: false,
      version: 3,
      createdAt: sample.NOON,
      createdBy: { subject: 'tok_admin', kind: 'token' },
    });
    expect(told.catalogue.organizationBySlug('acme')).toEqual(told.catalogue.organization(acme));
    expect(told.catalogue.organization('org_none')).toBeUndefined();
    expect(told.catalogue.organizationBySlug('none')).toBeUndefined();
  });

  test('are listed newest first, page by page, and searched by name and slug', () => {
    for (let n = 2; n <= 5; n++) {
      const name = n === 4 ? 'Über GmbH' : `Org ${String(n)}`;
      told.story.tell(sample.organizationId(n), sample.organizationCreated({ name, slug: `slug-${String(n)}` }));
    }
    told.applyAll();
    const first = told.catalogue.listOrganizations({ limit: 3 });
    const second = told.catalogue.listOrganizations({ limit: 3, cursor: first.nextCursor });
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual([5, 4, 3, 2, 1].map(sample.organizationId));
    expect(second.nextCursor).toBeNull();
    const found = (q: string) => told.catalogue.listOrganizations({ limit: 10, q }).items.map(({ slug }) => slug);
    expect(found('über g')).toEqual(['slug-4']);
    expect(found('SLUG-3')).toEqual(['slug-3']);
  });
});

test('tokens are found and listed with what may be shown of them', () => {
  told.story.tell(sample.tokenId(1), sample.tokenCreated({ name: 'first', expiresAt: sample.NOON }));
  told.story.tell(sample.tokenId(2), sample.tokenCreated({ name: 'second', digest: 'b'.repeat(64) }));
  told.story.tell(sample.tokenId(1), { type: 'token.revoked' });
  told.applyAll();
  expect(told.catalogue.token(sample.tokenId(1))).toEqual({
    id: sample.tokenId(1),
    organizationId: acme,
    name: 'first',
    role: 'operator',
    last4: 'wxyz',
    revoked: true,
    blocked: false,
    version: 2,
    expiresAt: sample.NOON,
    createdAt: sample.NOON,
    createdBy: { subject: 'tok_admin', kind: 'token' },
  });
  expect(told.catalogue.listTokens(acme, { limit: 10 }).items.map(({ name }) => name)).toEqual(['second', 'first']);
  expect(told.catalogue.listTokens('org_none', { limit: 10 }).items).toEqual([]);
  expect(told.catalogue.token('tok_none')).toBeUndefined();
});

test('members are found and listed, those who were removed among them', () => {
  const added = sample.memberAdded({ subject: 'bob', role: 'driver' });
  told.story.tell(sample.memberId(1), sample.memberAdded());
  told.story.tell(sample.memberId(2), added);
  told.story.tell(sample.memberId(2), { type: 'member.role_changed', role: 'operator' });
  told.story.tell(sample.memberId(2), { type: 'member.removed' }, { reason: 'left' });
  told.story.tell(sample.memberId(3), added);
  told.applyAll();
  expect(told.catalogue.member(sample.memberId(2))).toEqual({
    id: sample.memberId(2),
    organizationId: acme,
    subject: 'bob',
    role: 'operator',
    removed: true,
    blocked: false,
    version: 3,
    createdAt: sample.NOON,
    createdBy: { subject: 'tok_admin', kind: 'token' },
  });
  const listed = (state: MemberQuery['state'], organizationId = acme) =>
    told.catalogue.listMembers({ organizationId, state, limit: 10 }).items.map(({ id }) => id);
  expect(listed(null)).toEqual([3, 2, 1].map(sample.memberId));
  expect(listed('active')).toEqual([3, 1].map(sample.memberId));
  expect(listed('removed')).toEqual([sample.memberId(2)]);
  expect(listed(null, sample.organizationId(2))).toEqual([]);
  const history = told.catalogue.history(sample.memberId(2), { limit: 10 }).items;
  expect(history.map(({ type, organizationId, reason, changes }) => [type, organizationId, reason, changes])).toEqual([
    ['member.removed', acme, 'left', {}],
    ['member.role_changed', acme, '', { role: 'operator' }],
    ['member.added', acme, '', { organizationId: acme, subject: 'bob', role: 'driver' }],
  ]);
  expect(told.catalogue.member('mem_none')).toBeUndefined();
});

test('webhooks are found and listed with what was said of them, those that were removed among them', () => {
  told.story.tell(sample.webhookId(1), sample.webhookCreated());
  told.story.tell(sample.webhookId(2), sample.webhookCreated({ description: '', kinds: ['key.unused'] }));
  told.story.tell(sample.webhookId(1), { type: 'webhook.removed' }, { reason: 'moved' });
  told.applyAll();
  expect(told.catalogue.webhook(sample.webhookId(1))).toEqual({
    id: sample.webhookId(1),
    organizationId: acme,
    url: 'https://hooks.example.com/keyledger',
    kinds: ['key.expires_soon', 'security.events'],
    description: 'to the pager',
    removed: true,
    blocked: false,
    version: 2,
    createdAt: sample.NOON,
    createdBy: { subject: 'tok_admin', kind: 'token' },
  });
  const listed = told.catalogue.listWebhooks(acme, { limit: 10 }).items;
  expect(listed.map(({ id, kinds }) => [id, kinds])).toEqual([
    [sample.webhookId(2), ['key.unused']],
    [sample.webhookId(1), ['key.expires_soon', 'security.events']],
  ]);
  expect(told.catalogue.listWebhooks(sample.organizationId(2), { limit: 10 }).items).toEqual([]);
  const history = told.catalogue.history(sample.webhookId(1), { limit: 10 }).items;
  const { url, kinds, description } = sample.webhookCreated();
  expect(history.map(({ type, organizationId, reason, changes }) => [type, organizationId, reason, changes])).toEqual([
    ['webhook.removed', acme, 'moved', {}],
    ['webhook.created', acme, '', { organizationId: acme, url, kinds, description }],
  ]);
  expect(told.catalogue.webhook('wh_none')).toBeUndefined();
});
