import { positionAt } from '@keyledger/domain';
import { type Ledger, type Logger, silentLogger } from '@keyledger/ports';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HEADER_BYTES } from '../src/file-header.ts';
import { FRAME_HEADER_BYTES, MAX_GROUP_BYTES } from '../src/frame.ts';
import { openEmbeddedLedger } from '../src/index.ts';
import { allTexts, entry } from './reading.ts';

let folder: string;
let path: string;
let warnings: object[];
const logger: Logger = { ...silentLogger, warn: (fields) => warnings.push(fields) };
let opened: Ledger[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keyledger-damage-'));
  path = join(folder, 'ledger.log');
  [warnings, opened] = [[], []];
});
afterEach(async () => {
  for (const ledger of opened) await ledger.close();
  await rm(folder, { recursive: true });
});

async function open(): Promise<Ledger> {
  const ledger = await openEmbeddedLedger({ folder, logger });
  opened.push(ledger);
  return ledger;
}

/** Writes the groups, closes, and returns the file with the byte at which each group begins. */
async function written(...groups: readonly (readonly string[])[]): Promise<{ file: Buffer; starts: number[] }> {
  const ledger = await open();
  const starts: number[] = [];
  for (const group of groups) {
    starts.push((await readFile(path)).length);
    await Promise.all(group.map((text) => ledger.append(entry(text))));
  }
  await ledger.close();
  return { file: await readFile(path), starts };
}

function flipped(file: Buffer, at: number): Buffer {
  const copy = Buffer.from(file);
  copy.writeUInt8(copy.readUInt8(at) ^ 0x10, at);
  return copy;
}

const corruptAt = (byte: number) => ({
  code: 'ledger_corrupt',
  internal: expect.stringMatching(new RegExp(`ledger\\.log is damaged at byte ${String(byte)}\\b.*backup`)) as string,
});

describe('damage that no crash can do', () => {
  test('each single changed byte before the last group refuses to open, naming file and byte, and changes nothing', async () => {
    const { file, starts } = await written(['a0', 'a1'], ['b'], ['c']);
    const frameStarts = [HEADER_BYTES, HEADER_BYTES + FRAME_HEADER_BYTES + 2, starts[1] ?? 0];
    for (let at = 0; at < (starts[2] ?? 0); at++) {
      const damaged = flipped(file, at);
      await writeFile(path, damaged);
      const begin = at < HEADER_BYTES ? 0 : (frameStarts.findLast((start) => start <= at) ?? 0);
      await expect(open()).rejects.toMatchObject(corruptAt(begin));
      expect((await readFile(path)).equals(damaged)).toBe(true);
    }
  });

  test('a group that is missing in the middle, or there twice, refuses to open', async () => {
    const { file, starts } = await written(['a'], ['b'], ['c']);
    const [, b = 0, c = 0] = starts;
    await writeFile(path, Buffer.concat([file.subarray(0, b), file.subarray(c)]));
    await expect(open()).rejects.toMatchObject(corruptAt(b));
    await writeFile(path, Buffer.concat([file, file.subarray(c)]));
    await expect(open()).rejects.toMatchObject(corruptAt(file.length));
  });

  test('a file shorter than its header, or of another kind, refuses to open instead of beginning anew', async () => {
    const { file } = await written(['a']);
    for (const other of [Buffer.alloc(0), file.subarray(0, HEADER_BYTES - 1), Buffer.from('#!/bin/sh\n'.repeat(10))]) {
      await writeFile(path, other);
      await expect(open()).rejects.toMatchObject(corruptAt(0));
    }
  });

  test('records of another ledger are not taken for its own', async () => {
    const { file } = await written(['a'], ['b']);
    await rm(path);
    const { file: other } = await written(['a'], ['b']);
    await writeFile(path, Buffer.concat([file.subarray(0, HEADER_BYTES), other.subarray(HEADER_BYTES)]));
    expect(await allTexts(await open())).toEqual([]);
  });

  test('more rubbish behind the last record than one write can leave refuses to open', async () => {
    const { file } = await written(['a']);
    await writeFile(path, Buffer.concat([file, Buffer.alloc(MAX_GROUP_BYTES + 1)]));
    await expect(open()).rejects.toMatchObject(corruptAt(file.length));
  });

  test('a follower that meets a changed record while the ledger is open fails as ledger_corrupt', async () => {
    const { file } = await written(['a'], ['b']);
    const ledger = await open();
    await writeFile(path, flipped(file, HEADER_BYTES + FRAME_HEADER_BYTES));
    await expect(allTexts(ledger)).rejects.toMatchObject(corruptAt(HEADER_BYTES));
  });
});

describe('what a crash leaves', () => {
  test('a last group cut at any byte is cut off with a warning, and the next record takes its place', async () => {
    const { file, starts } = await written(['kept'], ['t0', 't1']);
    const last = starts[1] ?? 0;
    const second = last + FRAME_HEADER_BYTES + 2;
    for (let length = last + 1; length < file.length; length++) {
      warnings = [];
      await writeFile(path, file.subarray(0, length));
      const whole = length < second ? ['kept'] : ['kept', 't0'];
      const ledger = await open();
      const cut = length < second ? last : second;
      expect(warnings).toEqual(length === cut ? [] : [{ file: path, offset: cut, bytes: length - cut }]);
      expect(await allTexts(ledger)).toEqual(whole);
      expect(await ledger.append(entry('next'))).toBe(positionAt(whole.length));
      await ledger.close();
      expect(await allTexts(await open())).toEqual([...whole, 'next']);
      await opened.at(-1)?.close();
    }
  });

  test('a changed or empty first record of the last group cuts the whole group, though the others are undamaged', async () => {
    const { file, starts } = await written(['kept'], ['t0', 't1', 't2']);
    const last = starts[1] ?? 0;
    const empty = Buffer.from(file).fill(0, last, last + FRAME_HEADER_BYTES + 2);
    for (const torn of [flipped(file, last), flipped(file, last + FRAME_HEADER_BYTES), empty]) {
      await writeFile(path, torn);
      const ledger = await open();
      expect(await allTexts(ledger)).toEqual(['kept']);
      await ledger.close();
      expect((await readFile(path)).length).toBe(last);
    }
  });
});
