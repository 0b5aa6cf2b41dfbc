import { type KeyState, lifecycleState, positionAfter, positionAt } from '@keyledger/domain';
import { silentLogger } from '@keyledger/ports';
import { beforeEach, describe, expect, test } from 'vitest';
import * as sample from '../../domain/test/kit/samples.ts';
import { Story, type ToldChange as Told } from '../../domain/test/kit/story.ts';
import { type Catalogue, openCatalogue } from '../src/index.ts';

const HOUR = 3_600_000;
const acme = sample.organizationId(1);
let story: Story;
let catalogue: Catalogue;

/** Gives the catalogue everything told so far. */
const applyAll = (): void => {
  catalogue.apply(story.changes, story.fold.position);
};

beforeEach(() => {
  story = new Story();
  story.tell('ledger', sample.ledgerOpened());
  story.tell(acme, sample.organizationCreated());
  catalogue = openCatalogue({ file: ':memory:', logger: silentLogger });
  return () => {
    catalogue.close();
  };
});

/** Creates keys `from` to `to`. */
function tellKeys(from: number, to: number): void {
  for (let n = from; n <= to; n++) {
    story.tell(sample.keyId(n), sample.keyCreated({ name: `key ${String(n)}`, secret: sample.secretDigest(n) }));
  }
}

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

describe('one key', () => {
  test('is shown with everything that its events said', () => {
    story.tell(
      sample.keyId(),
      sample.keyCreated({ name: 'mobile', tier: 'gold', metadata: { team: 'a' }, expiresAt: sample.NOON + HOUR }),
    );
    applyAll();
    expect(catalogue.key(sample.keyId(), sample.NOON)).toEqual({
      id: sample.keyId(),
      organizationId: acme,
      name: 'mobile',
      kind: 'secret',
      environment: 'live',
      holder: 'organization',
      scopes: ['read'],
      restrictions: { ips: [], origins: [] },
      tier: 'gold',
      organizationTier: 'standard',
      metadata: { team: 'a' },
      state: 'active',
      paused: false,
      revoked: false,
      blocked: false,
      version: 1,
      prefix: 'kl_sk_live_',
      last4: '0001',
      expiresAt: sample.NOON + HOUR,
      rotationEndsAt: null,
      createdAt: sample.NOON,
      createdBy: { subject: 'tok_admin', kind: 'token' },
      lastUsedAt: null,
      publicKey: null,
    });
    expect(catalogue.key('key_none', sample.NOON)).toBeUndefined();
  });

  test('keeps its name and metadata through events that say nothing of them', () => {
    story.tell(sample.keyId(), sample.keyCreated({ name: 'kept', metadata: { a: 'b' } }));
    story.tell(sample.keyId(), { type: 'key.updated', changes: { scopes: ['write'], tier: null } });
    story.tell(sample.keyId(), { type: 'key.paused' });
    applyAll();
    const key = catalogue.key(sample.keyId(), sample.NOON);
    expect(key).toMatchObject({ name: 'kept', metadata: { a: 'b' }, scopes: ['write'], state: 'paused', version: 3 });
  });

  test('may lose all its metadata', () => {
    story.tell(sample.keyId(), sample.keyCreated({ metadata: { a: 'findable' } }));
    story.tell(sample.keyId(), { type: 'key.updated', changes: { metadata: {} } });
    applyAll();
    expect(catalogue.key(sample.keyId(), sample.NOON)?.metadata).toEqual({});
    const query = { organizationId: acme, limit: 10, now: sample.NOON, q: 'findable' };
    expect(catalogue.listKeys(query).items).toEqual([]);
  });

  test('is in transition until the overlap ends by the clock, and shows its newest secret', () => {
    const secret = sample.secretDigest(2, { publicKey: 'kl_pk_live_text' });
    story.tell(sample.keyId(), sample.keyCreated());
    story.tell(sample.keyId(), { type: 'key.rotated', secret, overlapEndsAt: sample.NOON + HOUR });
    applyAll();
    const at = (now: number) => catalogue.key(sample.keyId(), now);
    const running = { state: 'transition', rotationEndsAt: sample.NOON + HOUR };
    expect(at(sample.NOON)).toMatchObject({ ...running, last4: '0002', publicKey: 'kl_pk_live_text' });
    expect(at(sample.NOON + HOUR - 1)).toMatchObject(running);
    expect(at(sample.NOON + HOUR)).toMatchObject({ state: 'active', rotationEndsAt: null });
  });

  test('is marked as blocked by an event of a later version, whose history says unknown', () => {
    story.tell(sample.keyId(), sample.keyCreated());
    story.tell(sample.keyId(), { type: 'unknown' });
    applyAll();
    expect(catalogue.key(sample.keyId(), sample.NOON)).toMatchObject({ blocked: true, version: 2 });
    const { items } = catalogue.history(sample.keyId(), { limit: 1 });
    expect(items).toMatchObject([{ type: 'unknown', version: 2, changes: {} }]);
  });
});

describe('the list of keys', () => {
  const list = (over: object = {}) =>
    catalogue.listKeys({ organizationId: acme, limit: 100, now: sample.NOON, ...over });
  const names = (over: object = {}): string[] => list(over).items.map(({ name }) => name);

  test('holds one organization alone, newest first', () => {
    const other = sample.organizationId(2);
    story.tell(other, sample.organizationCreated({ slug: 'other' }));
    tellKeys(1, 3);
    story.tell(sample.keyId(4), sample.keyCreated({ organizationId: other, secret: sample.secretDigest(4) }));
    applyAll();
    expect(names()).toEqual(['key 3', 'key 2', 'key 1']);
    expect(list({ organizationId: 'org_none' })).toEqual({ items: [], nextCursor: null });
  });

  test('shows each key once while keys are created between the pages', () => {
    tellKeys(1, 25);
    applyAll();
    const seen: string[] = [];
    let cursor: string | null = null;
    let created = 25;
    do {
      const page = list({ limit: 10, cursor });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
      tellKeys(created + 1, (created += 5));
      applyAll();
    } while (cursor !== null);
    expect(seen).toEqual(Array.from({ length: 25 }, (_, n) => sample.keyId(25 - n)));
  });

  test('ends exactly with a full last page', () => {
    tellKeys(1, 4);
    applyAll();
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
    tellKeys(1, 4);
    const secret = sample.secretDigest(9);
    story.tell(sample.keyId(2), { type: 'key.rotated', secret, overlapEndsAt: sample.NOON + HOUR });
    story.tell(sample.keyId(3), { type: 'key.paused' });
    story.tell(sample.keyId(4), { type: 'key.paused' });
    story.tell(sample.keyId(4), { type: 'key.revoked' });
    applyAll();
    expect(names({ state: 'active' })).toEqual(['key 1']);
    expect(names({ state: 'transition' })).toEqual(['key 2']);
    expect(names({ state: 'paused' })).toEqual(['key 3']);
    expect(names({ state: 'revoked' })).toEqual(['key 4']);
    expect(names({ state: 'active', now: sample.NOON + HOUR })).toEqual(['key 2', 'key 1']);
  });

  test('is filtered by what expires before a moment', () => {
    for (const [n, expiresAt] of [null, 10, 20].entries()) {
      const secret = sample.secretDigest(n);
      story.tell(sample.keyId(n), sample.keyCreated({ name: String(expiresAt), expiresAt, secret }));
    }
    applyAll();
    expect(names({ expiringBefore: 20 })).toEqual(['10']);
    expect(names({ expiringBefore: 21 })).toEqual(['20', '10']);
  });

  test('is searched in names, ids, prefixes, last characters and metadata values, whatever the case', () => {
    const metadata = { owner: 'Čeněk', note: 'SECOND value' };
    story.tell(sample.keyId(1), sample.keyCreated({ name: 'Straße Ünïcode ДОМ', metadata }));
    const secret = sample.secretDigest(2, { prefix: 'kl_pk_test_', last4: 'wXyZ' });
    story.tell(sample.keyId(2), sample.keyCreated({ name: 'other', secret }));
    applyAll();
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
      story.tell(sample.keyId(1), sample.keyCreated({ name: `<${q}>` }));
      story.tell(sample.keyId(2), sample.keyCreated({ name: '100 aXb oneil x', secret: sample.secretDigest(2) }));
      applyAll();
      expect(names({ q })).toEqual([`<${q}>`]);
    },
  );
});

test('a key is listed in the state that the domain says, whatever its events and the clock', () => {
  const secretOf = (n: number) => sample.secretDigest(100 + n);
  const secretEvent = (n: number, overlapEndsAt: number | null) =>
    ({ type: 'key.rotated', secret: secretOf(n), overlapEndsAt }) as const;
  const id = sample.keyId();
  story.tell(id, sample.keyCreated());
  const steps = [
    secretEvent(1, sample.NOON + HOUR),
    { type: 'key.paused' },
    { type: 'key.resumed' },
    secretEvent(2, null),
    secretEvent(3, sample.NOON + 2 * HOUR),
    { type: 'key.rotation_finished' },
    secretEvent(4, sample.NOON + 3 * HOUR),
    secretEvent(5, sample.NOON + HOUR),
    { type: 'key.paused' },
    { type: 'key.revoked' },
  ] as const;
  const seen = new Set<string>();
  for (const event of steps) {
    const { aggregate } = story.tell(id, event);
    applyAll();
    for (const now of [0, 1, 2, 3, 4].flatMap((hours) => [-1, 0, 1].map((ms) => sample.NOON + hours * HOUR + ms))) {
      const expected = lifecycleState(aggregate.state as KeyState, now);
      seen.add(expected);
      expect(catalogue.key(id, now)?.state).toBe(expected);
      const { items } = catalogue.listKeys({ organizationId: acme, limit: 1, now, state: expected });
      expect(items).toHaveLength(1);
    }
  }
  expect(seen).toEqual(new Set(['active', 'transition', 'paused', 'revoked']));
});

describe('history', () => {
  test('holds one aggregate, newest first, page by page', () => {
    tellKeys(1, 2);
    for (let n = 0; n < 3; n++) {
      story.tell(sample.keyId(1), { type: 'key.paused' });
      story.tell(sample.keyId(1), { type: 'key.resumed' });
    }
    applyAll();
    const first = catalogue.history(sample.keyId(1), { limit: 4 });
    const second = catalogue.history(sample.keyId(1), { limit: 4, cursor: first.nextCursor });
    expect([...first.items, ...second.items].map(({ version }) => version)).toEqual([7, 6, 5, 4, 3, 2, 1]);
    expect(second.nextCursor).toBeNull();
    expect(catalogue.history('key_none', { limit: 4 })).toEqual({ items: [], nextCursor: null });
  });

  test('says who, when, from where, why and what', () => {
    const actor = { subject: 'someone', kind: 'user', address: '2001:db8::1' } as const;
    story.tell(sample.keyId(), sample.keyCreated());
    const event = { type: 'key.updated', changes: { name: 'new', expiresAt: null } } as const;
    story.tell(sample.keyId(), event, { actor, reason: 'because', occurredAt: sample.NOON + 5 });
    applyAll();
    expect(catalogue.history(sample.keyId(), { limit: 1 }).items).toEqual([
      {
        position: positionAt(3),
        aggregateId: sample.keyId(),
        organizationId: acme,
        version: 2,
        type: 'key.updated',
        occurredAt: sample.NOON + 5,
        actor,
        reason: 'because',
        changes: { name: 'new', expiresAt: null },
      },
    ]);
  });

  test('never holds a digest', () => {
    const digest = 'd1'.repeat(32);
    const secret = { ...sample.secretDigest(1), digest: digest as never, digestKeyId: 'digest-key-name' };
    const second = { ...sample.secretDigest(2), digest: digest.replace('d', 'e') as never };
    story.tell(sample.keyId(), sample.keyCreated({ secret }));
    story.tell(sample.keyId(), { type: 'key.rotated', secret: second, overlapEndsAt: null });
    story.tell(sample.tokenId(), sample.tokenCreated({ digest }));
    applyAll();
    const events = catalogue.events({ after: positionAt(-1), limit: 100 });
    expect(events.map(({ type }) => type)).toContain('token.created');
    expect(JSON.stringify(events)).not.toMatch(/d1d1|e1d1|digest-key-name/);
    expect(events.at(-2)?.changes).toEqual({ prefix: 'kl_sk_live_', last4: '0002', overlapEndsAt: null });
  });

  test('of all aggregates together is in ledger order behind a position', () => {
    tellKeys(1, 3);
    applyAll();
    const events = catalogue.events({ after: positionAt(1), limit: 2 });
    expect(events.map(({ position, type }) => [position, type])).toEqual([
      [2, 'key.created'],
      [3, 'key.created'],
    ]);
    expect(catalogue.events({ after: positionAt(4), limit: 2 })).toEqual([]);
    expect(catalogue.events({ after: positionAt(-1), limit: 1 })[0]).toMatchObject({ organizationId: null });
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

describe('apply', () => {
  test('moves the position also where nothing was accepted', () => {
    expect(catalogue.position()).toBe(-1);
    catalogue.apply([], positionAt(7));
    expect(catalogue.position()).toBe(7);
  });

  test('of what is in already changes nothing', () => {
    tellKeys(1, 3);
    applyAll();
    const before = catalogue.events({ after: positionAt(-1), limit: 100 });
    applyAll();
    catalogue.apply(story.changes.slice(0, 2), story.changes[1]?.position ?? positionAt(0));
    expect(catalogue.events({ after: positionAt(-1), limit: 100 })).toEqual(before);
    expect(catalogue.position()).toBe(story.fold.position);
  });

  test('that fails leaves nothing of its batch behind', () => {
    tellKeys(1, 2);
    const [, , , last] = story.changes as [Told, Told, Told, Told];
    const broken = { ...last, attempt: { ...last.attempt, reason: undefined as unknown as string } };
    expect(() => {
      catalogue.apply([...story.changes.slice(0, 3), broken], positionAt(9));
    }).toThrow();
    expect(catalogue.position()).toBe(-1);
    expect(catalogue.organization(acme)).toBeUndefined();
    applyAll();
    expect(catalogue.key(sample.keyId(2), sample.NOON)?.name).toBe('key 2');
  });

  test('can be split anywhere', () => {
    tellKeys(1, 3);
    story.tell(sample.keyId(1), { type: 'key.revoked' }, { expectedVersion: null });
    for (const change of story.changes) catalogue.apply([change], change.position);
    catalogue.apply([], positionAfter(story.fold.position));
    expect(catalogue.key(sample.keyId(1), sample.NOON)?.state).toBe('revoked');
    expect(catalogue.position()).toBe(story.fold.position + 1);
  });
});

test('a fault of the database shows nothing of it to callers', () => {
  catalogue.close();
  expect(() => catalogue.position()).toThrow(
    expect.objectContaining({ code: 'internal', message: 'The catalogue is not available.' }),
  );
});
