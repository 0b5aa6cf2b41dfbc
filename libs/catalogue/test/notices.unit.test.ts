import { DatabaseSync } from 'node:sqlite';
import type { KeyUse } from '@keyledger/domain';
import { silentLogger } from '@keyledger/ports';
import { describe, expect, onTestFinished, test } from 'vitest';
import * as sample from '../../domain/test/kit/samples.ts';
import { openCatalogue } from '../src/index.ts';
import { scratchFile } from './kit/scratch-file.ts';
import { eachToldCatalogue, tellKeys } from './kit/told-catalogue.ts';

const DAY = 86_400_000;
const acme = sample.organizationId(1);
const globex = sample.organizationId(2);
const told = eachToldCatalogue();

const list = (days: number, over: object = {}) =>
  told.catalogue.listNotices({ organizationId: null, kind: null, limit: 100, now: sample.NOON + days * DAY, ...over });
const shown = (days: number, over: object = {}): string[] =>
  list(days, over).items.map(({ kind, keyName }) => `${keyName} ${kind}`);

describe('the list of notices', () => {
  test('says what the dates of a key come to, and since when', () => {
    told.story.tell(sample.keyId(), sample.keyCreated({ name: 'mobile', expiresAt: sample.NOON + 95 * DAY }));
    told.applyAll();
    expect(shown(80)).toEqual([]);
    expect(list(92).items).toEqual([
      {
        kind: 'key.rotation_due',
        keyId: sample.keyId(),
        organizationId: acme,
        keyName: 'mobile',
        since: sample.NOON + 90 * DAY,
        until: sample.NOON + 95 * DAY,
        expiresAt: sample.NOON + 95 * DAY,
        secretCreatedAt: sample.NOON,
        busyHour: null,
      },
      {
        kind: 'key.expires_soon',
        keyId: sample.keyId(),
        organizationId: acme,
        keyName: 'mobile',
        since: sample.NOON + 81 * DAY,
        until: sample.NOON + 95 * DAY,
        expiresAt: sample.NOON + 95 * DAY,
        secretCreatedAt: sample.NOON,
        busyHour: null,
      },
    ]);
    expect(shown(92, { kind: 'key.expires_soon' })).toEqual(['mobile key.expires_soon']);
    expect(shown(95)).toEqual([]);
  });

  test('follows what becomes of a key', () => {
    told.story.tell(sample.keyId(), sample.keyCreated({ name: 'mobile', expiresAt: sample.NOON + 10 * DAY }));
    told.applyAll();
    expect(shown(1)).toEqual(['mobile key.expires_soon']);
    told.story.tell(sample.keyId(), { type: 'key.updated', changes: { expiresAt: null, name: 'renamed' } });
    told.applyAll();
    expect(shown(1)).toEqual([]);
    expect(shown(90)).toEqual(['renamed key.rotation_due']);
    told.story.tell(sample.keyId(), { type: 'key.paused' });
    told.applyAll();
    expect(shown(90)).toEqual(['renamed key.rotation_due']);
    told.story.tell(sample.keyId(), { type: 'key.revoked' });
    told.applyAll();
    expect(shown(90)).toEqual([]);
  });

  test('counts the age of a secret from its rotation', () => {
    told.story.tell(sample.keyId(), sample.keyCreated({ name: 'turning' }));
    const rotated = { type: 'key.rotated', secret: sample.secretDigest(2), overlapEndsAt: null } as const;
    told.story.tell(sample.keyId(), rotated, { occurredAt: sample.NOON + 50 * DAY });
    told.story.tell(sample.keyId(), { type: 'key.paused' }, { occurredAt: sample.NOON + 60 * DAY });
    told.applyAll();
    expect(shown(139)).toEqual([]);
    expect(list(140).items).toMatchObject([{ secretCreatedAt: sample.NOON + 50 * DAY }]);
  });

  test('shows one organization alone, or all of them', () => {
    told.story.tell(globex, sample.organizationCreated({ slug: 'globex' }));
    tellKeys(told.story, 1, 1);
    told.story.tell(
      sample.keyId(2),
      sample.keyCreated({ name: 'other', organizationId: globex, secret: sample.secretDigest(2) }),
    );
    told.applyAll();
    expect(shown(90, { organizationId: acme })).toEqual(['key 1 key.rotation_due']);
    expect(shown(90, { organizationId: globex })).toEqual(['other key.rotation_due']);
    expect(shown(90)).toHaveLength(2);
  });

  test('misses and repeats none from page to page, whatever began at the same moment', () => {
    tellKeys(told.story, 1, 7);
    const soon = { name: 'soon', secret: sample.secretDigest(8), expiresAt: sample.NOON + 104 * DAY };
    told.story.tell(sample.keyId(8), sample.keyCreated(soon));
    told.applyAll();
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = list(91, { limit: 3, cursor });
      seen.push(...page.items.map(({ keyId, kind }) => `${keyId} ${kind}`));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toHaveLength(9);
    expect(new Set(seen).size).toBe(9);
  });

  test('refuses a cursor that is none', () => {
    expect(() => list(1, { cursor: 'bm9uZQ' })).toThrow(expect.objectContaining({ code: 'validation_failed' }));
  });
});

test('what the use of keys comes to is written where it has changed, and nowhere else', () => {
  const file = scratchFile('catalogue.sqlite');
  const catalogue = openCatalogue({ file, logger: silentLogger });
  const other = new DatabaseSync(file, { readOnly: true });
  onTestFinished(() => {
    other.close();
    catalogue.close();
  });
  tellKeys(told.story, 1, 3);
  catalogue.apply(told.story.changes, told.story.fold.position);
  const writtenBy = (work: () => void): boolean => {
    const version = () => other.prepare('PRAGMA data_version').get()?.['data_version'];
    const before = version();
    work();
    return version() !== before;
  };
  const round = (requests: number): void => {
    const busyHour = { start: sample.NOON, requests, perHour: 100 };
    const uses: KeyUse[] = [
      { lastUsedAt: sample.NOON, countedSince: sample.NOON, busyHour },
      { lastUsedAt: null, countedSince: sample.NOON, busyHour: null },
      { lastUsedAt: sample.NOON, countedSince: null, busyHour: null },
    ];
    catalogue.setNoticesByUse(catalogue.countableKeys('', 100).map((key, index) => [key, uses[index] as KeyUse]));
  };
  const listed = () =>
    catalogue.listNotices({ organizationId: null, kind: null, limit: 100, now: sample.NOON + 1 }).items;
  expect(writtenBy(() => round(90))).toBe(true);
  expect(listed()).toMatchObject([{ kind: 'key.near_limit', busyHour: { requests: 90 } }]);
  expect(writtenBy(() => round(90))).toBe(false);
  expect(writtenBy(() => round(95))).toBe(true);
  expect(listed()).toMatchObject([{ kind: 'key.near_limit', busyHour: { requests: 95 } }]);
  expect(writtenBy(() => round(10))).toBe(true);
  expect(listed()).toEqual([]);
});
