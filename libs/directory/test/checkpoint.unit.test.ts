import { mkdir, mkdtemp, open, readFile, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Directory, type LoadedCheckpoint, loadCheckpoint, saveCheckpoint } from '@keyledger/directory';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { indexes } from '../../../test/kit/runs.ts';
import { LedgerScript } from '../../../test/model/ledger-script.ts';
import { FrameWriter } from '../src/checkpoint/frames.ts';
import { FOLD_VERSION } from '../src/fold-version.ts';
import { markAt } from './kit.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keyledger-directory-'));
  file = join(folder, 'directory.checkpoint');
});
afterEach(() => rm(folder, { recursive: true }));

function small(keys = 1): Directory {
  const script = new LedgerScript();
  const organization = script.organization('acme');
  for (let i = 0; i < keys; i++) script.command(script.key(organization), { type: 'pause' });
  return script.directory;
}

async function saved(directory = small()): Promise<Buffer> {
  await saveCheckpoint(file, markAt(3), directory.snapshot());
  return readFile(file);
}

async function loadedFrom(bytes: Buffer): Promise<LoadedCheckpoint> {
  await writeFile(file, bytes);
  return loadCheckpoint(file);
}

describe('a checkpoint that is not whole', () => {
  it('is not used, whatever length it was cut to', async () => {
    const whole = await saved();
    expect((await loadedFrom(whole)).kind).toBe('usable');
    for (const missing of indexes(whole.length)) {
      const length = whole.length - 1 - missing;
      await truncate(file, length);
      const { kind } = await loadCheckpoint(file);
      expect([length, kind]).toEqual([length, 'unusable']);
    }
  });

  it('is not used, whichever byte of it was changed and however, and what it says of the ledger is right or not said', async () => {
    const whole = await saved();
    await using handle = await open(file, 'r+');
    for (const at of indexes(whole.length)) {
      const byte = whole.readUInt8(at);
      await handle.write(Buffer.of(byte ^ (at % 9 === 8 ? 255 : 1 << (at % 9))), 0, 1, at);
      const loaded = await loadCheckpoint(file);
      await handle.write(Buffer.of(byte), 0, 1, at);
      expect([at, loaded.kind]).toEqual([at, 'unusable']);
      if (loaded.kind === 'unusable' && loaded.mark !== null) expect(loaded.mark).toEqual(markAt(3));
    }
    expect((await loadCheckpoint(file)).kind).toBe('usable');
  });

  it('is not used where parts of it are of another one, doubled or missing', async () => {
    const whole = await saved(small(300));
    const other = await saved(small(301));
    expect(whole.length).toBeGreaterThan(100_000);
    for (const cut of [50_000, whole.length - 36, whole.length - 1]) {
      const mixed = Buffer.concat([whole.subarray(0, cut), other.subarray(cut)]);
      expect((await loadedFrom(mixed)).kind).toBe('unusable');
    }
    for (const appended of [Buffer.of(0), whole, whole.subarray(-36)]) {
      expect((await loadedFrom(Buffer.concat([whole, appended]))).kind).toBe('unusable');
    }
  });

  it('is not used where it cannot be read at all', async () => {
    await mkdir(file);
    expect(await loadCheckpoint(file)).toMatchObject({ kind: 'unusable', mark: null });
    expect(await loadCheckpoint(join(folder, 'no such file'))).toEqual({ kind: 'none' });
  });
});

it('a checkpoint of another version of the fold is not used, and still says which ledger was read how far', async () => {
  const handle = await open(file, 'w');
  const frames = new FrameWriter(handle);
  await frames.write(Buffer.from(JSON.stringify({ ...markAt(3), foldVersion: FOLD_VERSION + 1, aggregates: 0 })));
  await frames.end();
  await handle.close();
  const why = expect.stringContaining(`version ${String(FOLD_VERSION + 1)} of the fold`) as string;
  expect(await loadCheckpoint(file)).toEqual({ kind: 'unusable', why, mark: markAt(3) });
});

it.each([
  ['of this version of the fold', FOLD_VERSION],
  ['of another version', FOLD_VERSION + 1],
])(
  'a checkpoint %s whose last attempt stands behind its position is not used, and says nothing of the ledger',
  async (_, foldVersion) => {
    const contradictory = { ...markAt(3), attempt: markAt(4).attempt };
    const handle = await open(file, 'w');
    const frames = new FrameWriter(handle);
    const header = { ...contradictory, foldVersion, aggregates: 0, forgotten: 0 };
    await frames.write(Buffer.from(JSON.stringify(header)));
    await frames.end();
    await handle.close();
    const why = expect.stringContaining('last attempt') as string;
    expect(await loadCheckpoint(file)).toEqual({ kind: 'unusable', why, mark: null });
  },
);

describe('saving a checkpoint', () => {
  it('leaves one file that only its owner may read, in the place of what was there', async () => {
    await writeFile(file, 'old', { mode: 0o644 });
    await writeFile(`${file}.new`, 'of a process that was killed', { mode: 0o644 });
    await saved();
    expect(await readdir(folder)).toEqual(['directory.checkpoint']);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await loadCheckpoint(file)).kind).toBe('usable');
  });

  it('that fails leaves the one before as it was', async () => {
    const before = await saved();
    await mkdir(`${file}.new`);
    await writeFile(join(`${file}.new`, 'in the way'), '');
    await expect(saveCheckpoint(file, markAt(4), small(2).snapshot())).rejects.toThrow();
    expect(await readFile(file)).toEqual(before);
  });

  it('that is called off ends soon, leaves the one before as it was, and nothing else', async () => {
    const before = await saved();
    const calledOff = new AbortController();
    const directory = small(3_000);
    const { signal } = calledOff;
    const saving = saveCheckpoint(file, markAt(4), directory.snapshot(), signal);
    setImmediate(() => calledOff.abort(new Error('no time')));
    await expect(saving).rejects.toThrow('no time');
    expect(await readdir(folder)).toEqual(['directory.checkpoint']);
    expect(await readFile(file)).toEqual(before);
  });

  it('lets others run, and holds what the directory held when it began', async () => {
    const script = new LedgerScript();
    const organization = script.organization('acme');
    for (let i = 0; i < 3_000; i++) script.key(organization);
    const key = script.key(organization);
    const before = await script.directory.stateHash();
    const saving = saveCheckpoint(file, markAt(3), script.directory.snapshot());
    let turns = 0;
    const counting = setInterval(() => turns++, 0);
    script.command(key, { type: 'revoke' });
    await saving;
    clearInterval(counting);
    expect(turns).toBeGreaterThan(3);
    const loaded = await loadCheckpoint(file);
    if (loaded.kind !== 'usable') throw new Error(loaded.kind);
    const restored = new Directory();
    restored.restore(loaded.snapshot);
    expect((await restored.stateHash()).hash).toBe(before.hash);
    expect(restored.key(key)?.state.revoked).toBe(false);
  });
});

it('a directory that has folded something is never restored over', () => {
  expect(() => small().restore(small().snapshot())).toThrow('in use');
});
