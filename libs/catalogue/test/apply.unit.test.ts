import { positionAfter, positionAt } from '@keyledger/domain';
import { describe, expect, test } from 'vitest';
import * as sample from '../../domain/test/kit/samples.ts';
import type { ToldChange as Told } from '../../domain/test/kit/story.ts';
import { eachToldCatalogue, tellKeys } from './kit/told-catalogue.ts';

const acme = sample.organizationId(1);
const told = eachToldCatalogue();

describe('apply', () => {
  test('moves the position also where nothing was accepted', () => {
    expect(told.catalogue.position()).toBe(-1);
    told.catalogue.apply([], positionAt(7));
    expect(told.catalogue.position()).toBe(7);
  });

  test('of what is in already changes nothing', () => {
    tellKeys(told.story, 1, 3);
    told.applyAll();
    const before = told.catalogue.events({ after: positionAt(-1), limit: 100 });
    told.applyAll();
    told.catalogue.apply(told.story.changes.slice(0, 2), told.story.changes[1]?.position ?? positionAt(0));
    expect(told.catalogue.events({ after: positionAt(-1), limit: 100 })).toEqual(before);
    expect(told.catalogue.position()).toBe(told.story.fold.position);
  });

  test('that fails leaves nothing of its batch behind', () => {
    tellKeys(told.story, 1, 2);
    const [, , , last] = told.story.changes as [Told, Told, Told, Told];
    const broken = { ...last, attempt: { ...last.attempt, reason: undefined as unknown as string } };
    expect(() => {
      told.catalogue.apply([...told.story.changes.slice(0, 3), broken], positionAt(9));
    }).toThrow();
    expect(told.catalogue.position()).toBe(-1);
    expect(told.catalogue.organization(acme)).toBeUndefined();
    told.applyAll();
    expect(told.catalogue.key(sample.keyId(2), sample.NOON)?.name).toBe('key 2');
  });

  test('can be split anywhere', () => {
    tellKeys(told.story, 1, 3);
    told.story.tell(sample.keyId(1), { type: 'key.revoked' }, { expectedVersion: null });
    for (const change of told.story.changes) told.catalogue.apply([change], change.position);
    told.catalogue.apply([], positionAfter(told.story.fold.position));
    expect(told.catalogue.key(sample.keyId(1), sample.NOON)?.state).toBe('revoked');
    expect(told.catalogue.position()).toBe(told.story.fold.position + 1);
  });
});

test('a fault of the database shows nothing of it to callers', () => {
  told.catalogue.close();
  expect(() => told.catalogue.position()).toThrow(
    expect.objectContaining({ code: 'internal', message: 'The catalogue is not available.' }),
  );
});
