import { closeSync, openSync, rmSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Logger, silentLogger } from '@keyledger/ports';
import { beforeEach, expect, test } from 'vitest';
import * as sample from '../../domain/test/kit/samples.ts';
import { Story } from '../../domain/test/kit/story.ts';
import { type Catalogue, openCatalogue } from '../src/index.ts';
import { scratchFile } from './kit/scratch-file.ts';

let file: string;
let warnings: string[];
const logger: Logger = { ...silentLogger, warn: (_, message) => void warnings.push(message) };

beforeEach(() => {
  file = scratchFile('catalogue.sqlite');
  warnings = [];
});

function storyOf(ledgerId: string, keys: number): Story {
  const story = new Story();
  story.tell('ledger', sample.ledgerOpened(ledgerId));
  story.tell(sample.organizationId(), sample.organizationCreated({ name: ledgerId }));
  for (let n = 1; n <= keys; n++) story.tell(sample.keyId(n), sample.keyCreated({ secret: sample.secretDigest(n) }));
  return story;
}

/** Opens the file, does something, closes it. */
function opened<Result>(work: (catalogue: Catalogue) => Result): Result {
  using catalogue = openCatalogue({ file, logger });
  return work(catalogue);
}

const fill = (story: Story): void => {
  opened((catalogue) => {
    catalogue.apply(story.changes, story.fold.position);
  });
};

test('after a restart the catalogue goes on where it was, and a replay of the ledger from its start is ignored', () => {
  const story = storyOf('one', 2);
  fill(story);
  expect(opened((catalogue) => catalogue.position())).toBe(story.fold.position);
  story.tell(sample.keyId(1), { type: 'key.revoked' });
  fill(story);
  const history = opened((catalogue) => catalogue.history(sample.keyId(1), { limit: 9 }).items);
  expect(history.map(({ type }) => type)).toEqual(['key.revoked', 'key.created']);
  expect(warnings).toEqual([]);
});

test('the first event of another ledger empties the catalogue', () => {
  fill(storyOf('one', 5));
  const other = storyOf('two', 1);
  fill(other);
  opened((catalogue) => {
    expect(catalogue.position()).toBe(other.fold.position);
    expect(catalogue.organization(sample.organizationId())?.name).toBe('two');
    expect(catalogue.key(sample.keyId(1), sample.NOON)).toBeDefined();
    expect(catalogue.key(sample.keyId(2), sample.NOON)).toBeUndefined();
  });
  expect(warnings).toEqual(['catalogue of another ledger: rebuilding']);
});

test('the first event of another ledger empties the catalogue also where it stands behind everything that the catalogue has seen', () => {
  fill(storyOf('one', 0));
  const other = new Story();
  for (let n = 0; n < 9; n++) other.pass();
  other.tell('ledger', sample.ledgerOpened('two'));
  fill(other);
  expect(opened((catalogue) => catalogue.organization(sample.organizationId()))).toBeUndefined();
});

test('no-ops before the first event are no other ledger', () => {
  opened((catalogue) => {
    const story = new Story();
    story.pass();
    catalogue.apply([], story.fold.position);
    story.tell('ledger', sample.ledgerOpened());
    catalogue.apply(story.changes, story.fold.position);
    expect(catalogue.position()).toBe(1);
  });
  expect(warnings).toEqual([]);
});

test.each([
  [
    'that is no database',
    () => {
      writeFileSync(file, 'not a database at all, but long enough to be read'.repeat(100));
    },
  ],
  [
    'whose pages are overwritten',
    () => {
      overwrite();
    },
  ],
  [
    'that is cut short',
    () => {
      truncateSync(file, Math.floor(statSync(file).size / 2));
    },
  ],
  [
    'of another schema version',
    () => {
      raw('PRAGMA user_version = 99');
    },
  ],
  [
    'of something else',
    () => {
      rmSync(file);
      raw('CREATE TABLE something (else_ TEXT)');
    },
  ],
])('a file %s is thrown away and filled again', (_, damage) => {
  const story = storyOf('one', 300);
  fill(story);
  damage();
  opened((catalogue) => {
    expect(catalogue.position()).toBe(-1);
    catalogue.apply(story.changes, story.fold.position);
    expect(catalogue.key(sample.keyId(300), sample.NOON)).toBeDefined();
  });
  expect(warnings).toEqual(['catalogue cannot be used: rebuilding']);
});

test('a file that another process holds is not thrown away', () => {
  const story = storyOf('one', 1);
  fill(story);
  const holder = new DatabaseSync(file);
  holder.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; PRAGMA user_version = 1;');
  try {
    expect(() => opened(() => null)).toThrow(expect.objectContaining({ code: 'internal' }));
  } finally {
    holder.exec('ROLLBACK');
    holder.close();
  }
  expect(opened((catalogue) => catalogue.position())).toBe(story.fold.position);
  expect(warnings).toEqual([]);
});

test('a folder that is not there is a fault, and no reason to rebuild', () => {
  file = join(file, 'missing', 'catalogue.sqlite');
  expect(() => opened(() => null)).toThrow(expect.objectContaining({ code: 'internal' }));
  expect(warnings).toEqual([]);
});

function raw(sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}

/** Overwrites the second half of the file, page headers among it. */
function overwrite(): void {
  const { size } = statSync(file);
  const descriptor = openSync(file, 'r+');
  writeSync(descriptor, Buffer.alloc(size / 2, 0x5a), 0, size / 2, size / 2);
  closeSync(descriptor);
}
