import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Catalogue, openCatalogue } from '@keyledger/catalogue';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import * as sample from '../../../../libs/domain/test/kit/samples.ts';
import { Story, type Telling, type ToldChange } from '../../../../libs/domain/test/kit/story.ts';
import { CatalogueFeed } from '../../src/ledger/catalogue-feed.ts';
import { TestLogger } from '../support/test-logger.ts';

let catalogue: Catalogue;
let feed: CatalogueFeed;
let logger: TestLogger;
let story: Story;
let file: string;
let status: (string | null)[];

const NOW = sample.NOON;
/** SQLite refuses it: the column takes no null, which is what becomes of it. */
const UNSTORABLE: Telling = { occurredAt: Number.NaN };

const feedOf = (maxWaiting: number, maxWaitingBytes = 1_000_000): CatalogueFeed => {
  const onStatus = (why: string | null): void => void status.push(why);
  return new CatalogueFeed({ catalogue, logger, onStatus, maxWaiting, maxWaitingBytes, firstRetryMs: 1 });
};

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-feed-'));
  file = join(folder, 'catalogue.sqlite');
  logger = new TestLogger();
  status = [];
  catalogue = openCatalogue({ file, logger });
  feed = feedOf(20);
  story = new Story();
  return () => {
    feed.stop();
    catalogue.close();
    rmSync(folder, { recursive: true });
  };
});

const tellStart = (): ToldChange[] => [
  story.tell('ledger', sample.ledgerOpened()),
  story.tell(sample.organizationId(1), sample.organizationCreated()),
];
const tellKey = (n: number, telling: Telling = {}): ToldChange =>
  story.tell(sample.keyId(n), sample.keyCreated({ name: `key ${String(n)}`, secret: sample.secretDigest(n) }), telling);
const nameOf = (n: number): string | undefined => feed.current().key(sample.keyId(n), NOW)?.name;
const levels = (): string[] => logger.lines.map(({ level }) => level);

/** Another process holds the file for writing until this is called. */
function lockFile(): () => void {
  const other = new DatabaseSync(file);
  other.exec('BEGIN IMMEDIATE');
  return () => {
    other.exec('ROLLBACK');
    other.close();
  };
}

describe('a catalogue that is well', () => {
  test('has every change when it was taken, so that a command can read what it did', () => {
    feed.live();
    feed.take(tellStart());
    feed.take([tellKey(1)]);
    expect(nameOf(1)).toBe('key 1');
    expect(status).toEqual([null]);
  });

  test('is filled in large transactions while the ledger is replayed, and whole when that is over', () => {
    feed = feedOf(100_000, 100_000_000);
    const apply = vi.spyOn(catalogue, 'apply');
    feed.take(tellStart());
    for (let n = 1; n <= 2_500; n++) feed.take([tellKey(n)]);
    expect(apply).toHaveBeenCalledTimes(1);
    expect(() => feed.current()).toThrow(expect.objectContaining({ code: 'not_caught_up' }));
    expect(status).toEqual([]);
    feed.live();
    expect(apply).toHaveBeenCalledTimes(2);
    expect(nameOf(2_500)).toBe('key 2500');
    expect(catalogue.position()).toBe(story.fold.position);
    expect(status).toEqual([null]);
  });
});

describe('a catalogue whose file is locked', () => {
  test('is not read, and has everything in order when the file is free', async () => {
    feed.live();
    feed.take(tellStart());
    const free = lockFile();
    feed.take([tellKey(1)]);
    feed.take([story.tell(sample.keyId(1), { type: 'key.updated', changes: { name: 'renamed' } })]);
    expect(() => feed.current()).toThrow(expect.objectContaining({ code: 'not_caught_up' }));
    expect(feed.missing(sample.keyId(1)).map(({ attempt }) => attempt.event.type)).toEqual([
      'key.created',
      'key.updated',
    ]);
    expect(status.at(-1)).toContain('cannot be written');
    free();
    await expect.poll(() => nameOf(1)).toBe('renamed');
    expect(feed.missing(sample.keyId(1))).toEqual([]);
    expect(status.at(-1)).toBeNull();
    expect(catalogue.history(sample.keyId(1), { limit: 10 }).items).toHaveLength(2);
  });

  test('is waited for no longer than a moment by those who have changes', () => {
    const tell = tellStart();
    const free = lockFile();
    const startedAt = performance.now();
    for (let n = 0; n < 10; n++) {
      const one = feedOf(20);
      one.live();
      one.take(tell);
      expect(one.waiting).toBe(2);
      one.stop();
    }
    // As long as at its opening each, this would take ten seconds.
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    free();
  });

  test('is given up when too much waits, says so, and is not tried again', async () => {
    feed.live();
    feed.take(tellStart());
    const free = lockFile();
    for (let n = 1; n <= 21; n++) feed.take([tellKey(n)]);
    expect(feed.waiting).toBe(0);
    expect(status.at(-1)).toContain('given up');
    expect(levels()).toContain('error');
    free();
    const apply = vi.spyOn(catalogue, 'apply');
    feed.take([tellKey(22)]);
    feed.live();
    expect(apply).not.toHaveBeenCalled();
    expect(status.at(-1)).toContain('given up');
    expect(() => feed.current()).toThrow(expect.objectContaining({ code: 'not_caught_up' }));
    expect(feed.missing(sample.keyId(22))).toHaveLength(1);
  });

  test('is given up when few that are large wait, and not because of what it has taken', async () => {
    feed = feedOf(20, 50_000);
    feed.live();
    feed.take(tellStart());
    const tellLarge = (n: number): ToldChange => {
      const scopes = Array.from({ length: 100 }, (_, index) => `scope-${String(index)}`.padEnd(64, '.'));
      return story.tell(sample.keyId(n), sample.keyCreated({ scopes, secret: sample.secretDigest(n) }));
    };
    for (let n = 1; n <= 10; n++) feed.take([tellLarge(n)]);
    const free = lockFile();
    for (let n = 11; n <= 16; n++) feed.take([tellLarge(n)]);
    expect(feed.waiting).toBe(6);
    free();
    await expect.poll(() => feed.waiting).toBe(0);
    const freeAgain = lockFile();
    for (let n = 17; n <= 24; n++) feed.take([tellLarge(n)]);
    expect(status.at(-1)).toContain('given up');
    expect(feed.waiting).toBe(0);
    freeAgain();
  });

  test('is tried again by one timer, and not after the end', async () => {
    vi.useFakeTimers();
    const free = lockFile();
    feed.live();
    for (const change of tellStart()) feed.take([change]);
    expect(vi.getTimerCount()).toBe(1);
    feed.stop();
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
    free();
  });
});

describe('a change that can never be stored', () => {
  test('is left out and reported with its position; those beside it are stored', () => {
    const changes = [...tellStart(), tellKey(1), tellKey(2, UNSTORABLE), tellKey(3)];
    feed.take(changes);
    feed.live();
    expect([nameOf(1), nameOf(2), nameOf(3)]).toEqual(['key 1', undefined, 'key 3']);
    expect(catalogue.position()).toBe(story.fold.position);
    expect(feed.skipped).toBe(1);
    expect(feed.missing(sample.keyId(2))).toHaveLength(1);
    const [line] = logger.lines.filter(({ level }) => level === 'error');
    expect(line?.fields).toMatchObject({ position: changes[3]?.position, event: 'key.created' });
  });

  test('does not hide that the file fails as well', async () => {
    feed.live();
    feed.take(tellStart());
    const apply = catalogue.apply.bind(catalogue);
    let calls = 0;
    vi.spyOn(catalogue, 'apply').mockImplementation((changes, upTo) => {
      calls += 1;
      if (calls === 3) throw Object.assign(new Error('database is locked'), { errcode: 5 });
      apply(changes, upTo);
    });
    feed.take([tellKey(1), tellKey(2), tellKey(3, UNSTORABLE)]);
    expect(feed.waiting).toBe(2);
    await expect.poll(() => nameOf(2)).toBe('key 2');
    expect(nameOf(1)).toBe('key 1');
    expect(feed.skipped).toBe(1);
  });
});

test('a closed catalogue takes nothing, and nothing is thrown', () => {
  catalogue.close();
  feed.live();
  for (const change of tellStart()) feed.take([change]);
  expect(feed.waiting).toBe(2);
  expect(feed.skipped).toBe(0);
});
