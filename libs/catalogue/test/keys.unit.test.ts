import { type KeyState, lifecycleState } from '@keyledger/domain';
import { describe, expect, test } from 'vitest';
import * as sample from '../../domain/test/kit/samples.ts';
import { eachToldCatalogue } from './kit/told-catalogue.ts';

const HOUR = 3_600_000;
const acme = sample.organizationId(1);
const told = eachToldCatalogue();

describe('one key', () => {
  test('is shown with everything that its events said', () => {
    told.story.tell(
      sample.keyId(),
      sample.keyCreated({ name: 'mobile', tier: 'gold', metadata: { team: 'a' }, expiresAt: sample.NOON + HOUR }),
    );
    told.applyAll();
    expect(told.catalogue.key(sample.keyId(), sample.NOON)).toEqual({
      id: sample.keyId(),
      organizationId: acme,
      name: 'mobile',
      kind: 'secret',
      environment: 'live',
      holder: 'organization',
      scopes: ['read'],
      restrictions: { ips: [], origins: [] },
      tier: 'gold',
      limits: null,
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
    expect(told.catalogue.key('key_none', sample.NOON)).toBeUndefined();
  });

  test('keeps its name and metadata through events that say nothing of them', () => {
    told.story.tell(sample.keyId(), sample.keyCreated({ name: 'kept', metadata: { a: 'b' } }));
    told.story.tell(sample.keyId(), { type: 'key.updated', changes: { scopes: ['write'], tier: null } });
    told.story.tell(sample.keyId(), { type: 'key.paused' });
    told.applyAll();
    const key = told.catalogue.key(sample.keyId(), sample.NOON);
    expect(key).toMatchObject({ name: 'kept', metadata: { a: 'b' }, scopes: ['write'], state: 'paused', version: 3 });
  });

  test('may lose all its metadata', () => {
    told.story.tell(sample.keyId(), sample.keyCreated({ metadata: { a: 'findable' } }));
    told.story.tell(sample.keyId(), { type: 'key.updated', changes: { metadata: {} } });
    told.applyAll();
    expect(told.catalogue.key(sample.keyId(), sample.NOON)?.metadata).toEqual({});
    const query = { organizationId: acme, limit: 10, now: sample.NOON, q: 'findable' };
    expect(told.catalogue.listKeys(query).items).toEqual([]);
  });

  test('is in transition until the overlap ends by the clock, and shows its newest secret', () => {
    const secret = sample.secretDigest(2, { publicKey: 'kl_pk_live_text' });
    told.story.tell(sample.keyId(), sample.keyCreated());
    told.story.tell(sample.keyId(), { type: 'key.rotated', secret, overlapEndsAt: sample.NOON + HOUR });
    told.applyAll();
    const at = (now: number) => told.catalogue.key(sample.keyId(), now);
    const running = { state: 'transition', rotationEndsAt: sample.NOON + HOUR };
    expect(at(sample.NOON)).toMatchObject({ ...running, last4: '0002', publicKey: 'kl_pk_live_text' });
    expect(at(sample.NOON + HOUR - 1)).toMatchObject(running);
    expect(at(sample.NOON + HOUR)).toMatchObject({ state: 'active', rotationEndsAt: null });
  });

  test('is marked as blocked by an event of a later version, whose history says unknown', () => {
    told.story.tell(sample.keyId(), sample.keyCreated());
    told.story.tell(sample.keyId(), { type: 'unknown' });
    told.applyAll();
    expect(told.catalogue.key(sample.keyId(), sample.NOON)).toMatchObject({ blocked: true, version: 2 });
    const { items } = told.catalogue.history(sample.keyId(), { limit: 1 });
    expect(items).toMatchObject([{ type: 'unknown', version: 2, changes: {} }]);
  });
});

test('a key is listed in the state that the domain says, whatever its events and the clock', () => {
  const secretOf = (n: number) => sample.secretDigest(100 + n);
  const secretEvent = (n: number, overlapEndsAt: number | null) =>
    ({ type: 'key.rotated', secret: secretOf(n), overlapEndsAt }) as const;
  const id = sample.keyId();
  told.story.tell(id, sample.keyCreated());
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
    const { aggregate } = told.story.tell(id, event);
    told.applyAll();
    for (const now of [0, 1, 2, 3, 4].flatMap((hours) => [-1, 0, 1].map((ms) => sample.NOON + hours * HOUR + ms))) {
      const expected = lifecycleState(aggregate.state as KeyState, now);
      seen.add(expected);
      expect(told.catalogue.key(id, now)?.state).toBe(expected);
      const { items } = told.catalogue.listKeys({ organizationId: acme, limit: 1, now, state: expected });
      expect(items).toHaveLength(1);
    }
  }
  expect(seen).toEqual(new Set(['active', 'transition', 'paused', 'revoked']));
});
