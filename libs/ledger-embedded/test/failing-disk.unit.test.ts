import { BEFORE_FIRST, positionAt } from '@keyledger/domain';
import type { Fault } from '@keyledger/ports';
import { expect, test } from 'vitest';
import { seededRandom } from '../../../test/kit/seeded.ts';
import type { FilePort, LogFile } from '../src/file-port.ts';
import { openEmbeddedLedger } from '../src/index.ts';
import { CrashDisk } from './crash-disk.ts';
import { allTexts, entry, textsUpTo } from './reading.ts';

/** A disk whose next sync or write can be made to fail, or to wait, and that counts its syncs. */
class TroubledDisk {
  readonly #disk = new CrashDisk(seededRandom(1));
  syncs = 0;
  beforeSync: () => Promise<void> = () => Promise.resolve();
  beforeWrite: () => Promise<void> = () => Promise.resolve();
  beforeRead: () => Promise<void> = () => Promise.resolve();

  /** As the next process sees it. */
  boot(): FilePort {
    this.#disk.kill();
    const files = this.#disk.boot();
    return {
      ...files,
      open: async (path) => this.#troubled(await files.open(path)),
      create: async (path) => this.#troubled(await files.create(path)),
    };
  }

  #troubled<File extends LogFile | null>(file: File): File {
    if (file === null) return file;
    return {
      ...file,
      datasync: async () => {
        this.syncs += 1;
        await this.beforeSync();
        await file.datasync();
      },
      read: async (offset: number, length: number) => {
        await this.beforeRead();
        return file.read(offset, length);
      },
      write: async (data: Uint8Array, offset: number) => {
        await this.beforeWrite();
        await file.write(data, offset);
      },
    };
  }
}

const fails = () => Promise.reject(Object.assign(new Error('i/o error'), { code: 'EIO' }));

for (const step of ['beforeSync', 'beforeWrite'] as const) {
  test(`after a failure ${step.slice(6).toLowerCase()}ing, its group is unknown, all later appends are refused, and nothing is tried again`, async () => {
    const disk = new TroubledDisk();
    const ledger = await openEmbeddedLedger({ folder: 'data', files: disk.boot() });
    await ledger.append(entry('before'));

    const entered = Promise.withResolvers<undefined>();
    const failing = Promise.withResolvers<never>();
    disk[step] = () => {
      entered.resolve(undefined);
      return failing.promise;
    };
    const group = [ledger.append(entry('unknown 0')), ledger.append(entry('unknown 1'))];
    await entered.promise;
    const waiting = ledger.append(entry('refused while waiting'));
    const outcomes = Promise.allSettled([...group, waiting]);
    failing.reject(new Error('i/o error'));
    expect(
      (await outcomes).map((outcome) => outcome.status === 'rejected' && (outcome.reason as { code: string }).code),
    ).toEqual(['outcome_unknown', 'outcome_unknown', 'ledger_unavailable']);

    const { syncs } = disk;
    await expect(ledger.append(entry('refused'))).rejects.toMatchObject({ code: 'ledger_unavailable' });
    await expect(ledger.end()).rejects.toMatchObject({ code: 'ledger_unavailable' });
    expect(await textsUpTo(ledger, positionAt(0))).toEqual(['before']);
    await ledger.close();
    expect(disk.syncs).toBe(syncs);

    disk[step] = () => Promise.resolve();
    const texts = await allTexts(await openEmbeddedLedger({ folder: 'data', files: disk.boot() }));
    expect(texts.filter((text) => text.startsWith('refused'))).toEqual([]);
  });
}

test('the owner learns once that nothing can be written any more, after those who appended have', async () => {
  const disk = new TroubledDisk();
  const told: string[] = [];
  const onFailed = ({ code, internal = '' }: Fault): void => void told.push(`${code}: ${internal}`);
  const ledger = await openEmbeddedLedger({ folder: 'data', files: disk.boot(), onFailed });
  await ledger.append(entry('before'));
  expect(told).toEqual([]);
  disk.beforeWrite = fails;
  const appends = await Promise.allSettled(['one', 'two'].map((text) => ledger.append(entry(text))));
  expect(appends.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(ledger.append(entry('later'))).rejects.toMatchObject({ code: 'ledger_unavailable' });
  await ledger.close();
  expect(told).toEqual(['ledger_unavailable: The ledger file could not be written. Mend the disk and start again.']);
});

test('followers see a record only when it is synced', async () => {
  const disk = new TroubledDisk();
  const ledger = await openEmbeddedLedger({ folder: 'data', files: disk.boot() });
  const entered = Promise.withResolvers<undefined>();
  const synced = Promise.withResolvers<undefined>();
  disk.beforeSync = () => {
    entered.resolve(undefined);
    return synced.promise;
  };
  const append = ledger.append(entry('being synced'));
  await entered.promise;
  expect(await ledger.end()).toBe(BEFORE_FIRST);
  const follower = ledger.follow('end', new AbortController().signal)[Symbol.asyncIterator]();
  expect((await follower.next()).value).toEqual({ records: [], upTo: BEFORE_FIRST });
  synced.resolve(undefined);
  expect(await append).toBe(positionAt(0));
  expect(await ledger.end()).toBe(positionAt(0));
});

test('what is appended while a group is synced is synced together: 1,000 appends take 2 syncs', async () => {
  const disk = new TroubledDisk();
  const ledger = await openEmbeddedLedger({ folder: 'data', files: disk.boot() });
  const before = disk.syncs;
  const appends = [ledger.append(entry('first'))];
  disk.beforeSync = () => {
    disk.beforeSync = () => Promise.resolve();
    for (let index = 1; index < 1000; index++) appends.push(ledger.append(entry(String(index))));
    return Promise.resolve();
  };
  await appends[0];
  expect(await Promise.all(appends)).toEqual(Array.from({ length: 1000 }, (_, index) => index));
  expect(disk.syncs - before).toBe(2);
});

test('a read that fails is ledger_unavailable, but no error to a follower that was aborted meanwhile', async () => {
  const disk = new TroubledDisk();
  const ledger = await openEmbeddedLedger({ folder: 'data', files: disk.boot() });
  await ledger.append(entry('unreadable'));
  const abort = new AbortController();
  disk.beforeRead = fails;
  await expect(textsUpTo(ledger, positionAt(0))).rejects.toMatchObject({ code: 'ledger_unavailable' });

  disk.beforeRead = () => {
    abort.abort();
    return fails();
  };
  const follower = ledger.follow(positionAt(0), abort.signal)[Symbol.asyncIterator]();
  expect(await follower.next()).toEqual({ done: true, value: undefined });
});

test('a disk that refuses while opening is ledger_unavailable, and its lock is let go', async () => {
  const disk = new TroubledDisk();
  const files = disk.boot();
  disk.beforeSync = fails;
  await expect(openEmbeddedLedger({ folder: 'data', files })).rejects.toMatchObject({ code: 'ledger_unavailable' });
  disk.beforeSync = () => Promise.resolve();
  expect(await (await openEmbeddedLedger({ folder: 'data', files })).end()).toBe(BEFORE_FIRST);
});

test('an append holds what its buffer held when it was called', async () => {
  const disk = new TroubledDisk();
  const ledger = await openEmbeddedLedger({ folder: 'data', files: disk.boot() });
  const value = Buffer.from('as it was');
  const append = ledger.append({ key: value, value });
  value.fill(0);
  await append;
  expect(await allTexts(ledger)).toEqual(['as it was']);
});
