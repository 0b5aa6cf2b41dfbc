import { positionAt } from '@keyledger/domain';
import { describe, expect, test } from 'vitest';
import * as sample from '../../domain/test/kit/samples.ts';
import { eachToldCatalogue, tellKeys } from './kit/told-catalogue.ts';

const acme = sample.organizationId(1);
const told = eachToldCatalogue();

describe('history', () => {
  test('holds one aggregate, newest first, page by page', () => {
    tellKeys(told.story, 1, 2);
    for (let n = 0; n < 3; n++) {
      told.story.tell(sample.keyId(1), { type: 'key.paused' });
      told.story.tell(sample.keyId(1), { type: 'key.resumed' });
    }
    told.applyAll();
    const first = told.catalogue.history(sample.keyId(1), { limit: 4 });
    const second = told.catalogue.history(sample.keyId(1), { limit: 4, cursor: first.nextCursor });
    expect([...first.items, ...second.items].map(({ version }) => version)).toEqual([7, 6, 5, 4, 3, 2, 1]);
    expect(second.nextCursor).toBeNull();
    expect(told.catalogue.history('key_none', { limit: 4 })).toEqual({ items: [], nextCursor: null });
  });

  test('says who, when, from where, why and what', () => {
    const actor = { subject: 'someone', kind: 'user', address: '2001:db8::1' } as const;
    told.story.tell(sample.keyId(), sample.keyCreated());
    const event = { type: 'key.updated', changes: { name: 'new', expiresAt: null } } as const;
    told.story.tell(sample.keyId(), event, { actor, reason: 'because', occurredAt: sample.NOON + 5 });
    told.applyAll();
    expect(told.catalogue.history(sample.keyId(), { limit: 1 }).items).toEqual([
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
    told.story.tell(sample.keyId(), sample.keyCreated({ secret }));
    told.story.tell(sample.keyId(), { type: 'key.rotated', secret: second, overlapEndsAt: null });
    told.story.tell(sample.tokenId(), sample.tokenCreated({ digest }));
    told.applyAll();
    const events = told.catalogue.events({ after: positionAt(-1), limit: 100 });
    expect(events.map(({ type }) => type)).toContain('token.created');
    expect(JSON.stringify(events)).not.toMatch(/d1d1|e1d1|digest-key-name/);
    expect(events.at(-2)?.changes).toEqual({ prefix: 'kl_sk_live_', last4: '0002', overlapEndsAt: null });
  });

  test('of all aggregates together is in ledger order behind a position', () => {
    tellKeys(told.story, 1, 3);
    told.applyAll();
    const events = told.catalogue.events({ after: positionAt(1), limit: 2 });
    expect(events.map(({ position, type }) => [position, type])).toEqual([
      [2, 'key.created'],
      [3, 'key.created'],
    ]);
    expect(told.catalogue.events({ after: positionAt(4), limit: 2 })).toEqual([]);
    expect(told.catalogue.events({ after: positionAt(-1), limit: 1 })[0]).toMatchObject({ organizationId: null });
  });
});
