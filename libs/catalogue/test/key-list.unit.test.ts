import { describe, expect, test } from 'vitest';
import * as sample from '../../domain/test/kit/samples.ts';
import { eachToldCatalogue, tellKeys } from './kit/told-catalogue.ts';

const HOUR = 3_600_000;
const acme = sample.organizationId(1);
const told = eachToldCatalogue();

describe('the list of keys', () => {
  const list = (over: object = {}) =>
    told.catalogue.listKeys({ organizationId: acme, limit: 100, now: sample.NOON, ...over });
  const names = (over: object = {}): string[] => list(over).items.map(({ name }) => name);

  test('holds one organization alone, newest first', () => {
    const other = sample.organizationId(2);
    told.story.tell(other, sample.organizationCreated({ slug: 'other' }));
    tellKeys(told.story, 1, 3);
    told.story.tell(sample.keyId(4), sample.keyCreated({ organizationId: other, secret: sample.secretDigest(4) }));
    told.applyAll();
    expect(names()).toEqual(['key 3', 'key 2', 'key 1']);
    expect(list({ organizationId: 'org_none' })).toEqual({ items: [], nextCursor: null });
  });

  test('shows each key once while keys are created between the pages', () => {
    tellKeys(told.story, 1, 25);
    told.applyAll();
    const seen: string[] = [];
    let cursor: string | null = null;
    let created = 25;
    do {
      const page = list({ limit: 10, cursor });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
      tellKeys(told.story, created + 1, (created += 5));
      told.applyAll();
    } while (cursor !== null);
    expect(seen).toEqual(Array.from({ length: 25 }, (_, n) => sample.keyId(25 - n)));
  });

  test('ends exactly with a full last page', () => {
    tellKeys(told.story, 1, 4);
    told.applyAll();
    const first = list({ limit: 2 });
    expect(first.nextCursor).not.toBeNull();
    expect(list({ limit: 2, cursor: first.nextCursor }).nextCursor).toBeNull();
  });

  test.each(['', 'x', 'a2V5', '!!!!', Buffer.from("key_1' OR 1=1").toString('base64url'), 'a2V5XzE='])(
    'refuses a cursor that it never gave: %j',
    (cursor) => {
      expect(() => list({ cursor })).toThrow(expect.objectContaining({ code: 'validation_failed' }));
    },
  );

  test('is filtered by the state at the moment of the question', () => {
    tellKeys(told.story, 1, 4);
    const secret = sample.secretDigest(9);
    told.story.tell(sample.keyId(2), { type: 'key.rotated', secret, overlapEndsAt: sample.NOON + HOUR });
    told.story.tell(sample.keyId(3), { type: 'key.paused' });
    told.story.tell(sample.keyId(4), { type: 'key.paused' });
    told.story.tell(sample.keyId(4), { type: 'key.revoked' });
    told.applyAll();
    expect(names({ state: 'active' })).toEqual(['key 1']);
    expect(names({ state: 'transition' })).toEqual(['key 2']);
    expect(names({ state: 'paused' })).toEqual(['key 3']);
    expect(names({ state: 'revoked' })).toEqual(['key 4']);
    expect(names({ state: 'active', now: sample.NOON + HOUR })).toEqual(['key 2', 'key 1']);
  });

  test('is filtered by what expires before a moment', () => {
    for (const [n, expiresAt] of [null, 10, 20].entries()) {
      const secret = sample.secretDigest(n);
      told.story.tell(sample.keyId(n), sample.keyCreated({ name: String(expiresAt), expiresAt, secret }));
    }
    told.applyAll();
    expect(names({ expiringBefore: 20 })).toEqual(['10']);
    expect(names({ expiringBefore: 21 })).toEqual(['20', '10']);
  });

  test('is searched in names, ids, prefixes, last characters and metadata values, whatever the case', () => {
    const metadata = { owner: 'Čeněk', note: 'SECOND value' };
    told.story.tell(sample.keyId(1), sample.keyCreated({ name: 'Straße Ünïcode ДОМ', metadata }));
    const secret = sample.secretDigest(2, { prefix: 'kl_pk_test_', last4: 'wXyZ' });
    told.story.tell(sample.keyId(2), sample.keyCreated({ name: 'other', secret }));
    told.applyAll();
    for (const q of ['straße ü', 'дом', 'ČENĚK', 'second', '0001', sample.keyId(1)]) {
      expect(names({ q }), q).toEqual(['Straße Ünïcode ДОМ']);
    }
    for (const q of ['kl_pk', 'WXYZ', 'THER']) expect(names({ q }), q).toEqual(['other']);
    expect(names({ q: 'note' })).toEqual([]);
    expect(names({ q: 'čeněksecond' })).toEqual([]);
    expect(names({ q: '' })).toHaveLength(2);
  });

  test.each(['100%', 'a_b', "o'neil", '"quoted"', 'back\\slash', 'semi;colon--', '*?[x]'])(
    'takes %j in a search as it stands',
    (q) => {
      told.story.tell(sample.keyId(1), sample.keyCreated({ name: `<${q}>` }));
      told.story.tell(sample.keyId(2), sample.keyCreated({ name: '100 aXb oneil x', secret: sample.secretDigest(2) }));
      told.applyAll();
      expect(names({ q })).toEqual([`<${q}>`]);
    },
  );
});
