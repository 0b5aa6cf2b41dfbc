import { beforeEach, describe, expect, test } from 'vitest';
import * as sample from '../../domain/test/kit/samples.ts';
import type { Story } from '../../domain/test/kit/story.ts';
import type { Catalogue } from '../src/index.ts';
import { toldCatalogue } from './kit/told-catalogue.ts';

const acme = sample.organizationId(1);
let story: Story;
let catalogue: Catalogue;
let applyAll: () => void;

beforeEach(() => {
  ({ story, catalogue, applyAll } = toldCatalogue());
  return () => {
    catalogue.close();
  };
});

describe('organizations', () => {
  test('are found by id and by slug, with what was last said of them', () => {
    story.tell(acme, { type: 'organization.updated', changes: { name: 'ACME Ltd', routes: ['a', 'b'] } });
    story.tell(acme, { type: 'organization.paused' });
    applyAll();
    expect(catalogue.organization(acme)).toEqual({
      id: acme,
      name: 'ACME Ltd',
      slug: 'acme',
      routes: ['a', 'b'],
      environments: ['live'],
      tier: 'standard',
      demo: false,
      state: 'paused',
      blocked: false,
      version: 3,
      createdAt: sample.NOON,
      createdBy: { subject: 'tok_admin', kind: 'token' },
    });
    expect(catalogue.organizationBySlug('acme')).toEqual(catalogue.organization(acme));
    expect(catalogue.organization('org_none')).toBeUndefined();
    expect(catalogue.organizationBySlug('none')).toBeUndefined();
  });

  test('are listed newest first, page by page, and searched by name and slug', () => {
    for (let n = 2; n <= 5; n++) {
      const name = n === 4 ? 'Über GmbH' : `Org ${String(n)}`;
      story.tell(sample.organizationId(n), sample.organizationCreated({ name, slug: `slug-${String(n)}` }));
    }
    applyAll();
    const first = catalogue.listOrganizations({ limit: 3 });
    const second = catalogue.listOrganizations({ limit: 3, cursor: first.nextCursor });
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual([5, 4, 3, 2, 1].map(sample.organizationId));
    expect(second.nextCursor).toBeNull();
    const found = (q: string) => catalogue.listOrganizations({ limit: 10, q }).items.map(({ slug }) => slug);
    expect(found('über g')).toEqual(['slug-4']);
    expect(found('SLUG-3')).toEqual(['slug-3']);
  });
});

test('tokens are found and listed with what may be shown of them', () => {
  story.tell(sample.tokenId(1), sample.tokenCreated({ name: 'first', expiresAt: sample.NOON }));
  story.tell(sample.tokenId(2), sample.tokenCreated({ name: 'second', digest: 'b'.repeat(64) }));
  story.tell(sample.tokenId(1), { type: 'token.revoked' });
  applyAll();
  expect(catalogue.token(sample.tokenId(1))).toEqual({
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
  expect(catalogue.listTokens(acme, { limit: 10 }).items.map(({ name }) => name)).toEqual(['second', 'first']);
  expect(catalogue.listTokens('org_none', { limit: 10 }).items).toEqual([]);
  expect(catalogue.token('tok_none')).toBeUndefined();
});
