import { positionAfter, positionAt } from '@keyledger/domain';
import { beforeEach, describe, expect, test } from 'vitest';
import * as sample from '../../domain/test/kit/samples.ts';
import type { Story, ToldChange as Told } from '../../domain/test/kit/story.ts';
import type { Catalogue } from '../src/index.ts';
import { tellKeys, toldCatalogue } from './kit/told-catalogue.ts';

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

describe('apply', () => {
  test('moves the position also where nothing was accepted', () => {
    expect(catalogue.position()).toBe(-1);
    catalogue.apply([], positionAt(7));
    expect(catalogue.position()).toBe(7);
  });

  test('of what is in already changes nothing', () => {
    tellKeys(story, 1, 3);
    applyAll();
    const before = catalogue.events({ after: positionAt(-1), limit: 100 });
    applyAll();
    catalogue.apply(story.changes.slice(0, 2), story.changes[1]?.position ?? positionAt(0));
    expect(catalogue.events({ after: positionAt(-1), limit: 100 })).toEqual(before);
    expect(catalogue.position()).toBe(story.fold.position);
  });

  test('that fails leaves nothing of its batch behind', () => {
    tellKeys(story, 1, 2);
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
    tellKeys(story, 1, 3);
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
