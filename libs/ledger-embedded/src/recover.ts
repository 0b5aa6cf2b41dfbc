import type { LedgerPosition } from '@keyledger/domain';
import type { Logger } from '@keyledger/ports';
import { behind, type Cursor, FIRST_RECORD, readFrames } from './cursor.ts';
import { corrupt } from './faults.ts';
import type { ChecksumSeed } from './file-header.ts';
import type { LogFile } from './file-port.ts';
import { decodeFrame, FRAME_MAGIC, MAX_GROUP_BYTES } from './frame.ts';
import { OffsetIndex } from './offset-index.ts';

export interface Recovered {
  readonly index: OffsetIndex;
  /** Where the next record goes. */
  readonly next: Cursor;
}

/**
 * Reads the whole file, cuts a torn tail, and makes what is left durable.
 * @throws Fault `ledger_corrupt` where anything but the last group is damaged.
 */
export async function recover(file: LogFile, path: string, seed: ChecksumSeed, logger: Logger): Promise<Recovered> {
  const size = await file.size();
  const index = new OffsetIndex();
  let next = FIRST_RECORD;
  let lastGroup: { first: LedgerPosition; offset: number } = { first: next.position, offset: next.offset };
  while (next.offset < size) {
    const frames = await readFrames(file, next, size, seed);
    if (frames.length === 0) break;
    for (const frame of frames) {
      if (frame.group !== lastGroup.first) lastGroup = { first: frame.group, offset: next.offset };
      index.note(next);
      next = behind(next, frame);
    }
  }
  if (next.offset < size) {
    await assertTorn(file, path, next, size, seed);
    logger.warn(
      { file: path, offset: next.offset, bytes: size - next.offset },
      'cut an unfinished write off the ledger',
    );
    await file.truncate(next.offset);
  }
  await rewrite(file, lastGroup.offset, next.offset);
  return { index, next };
}

/**
 * Only a group that was being written may be damaged. Nothing is written behind it before it is synced, so damage is
 * something else where more lies behind it than a group can hold, or a record of a later group.
 */
async function assertTorn(file: LogFile, path: string, bad: Cursor, size: number, seed: ChecksumSeed): Promise<void> {
  if (size - bad.offset > MAX_GROUP_BYTES) throw corrupt(path, bad);
  const rest = await file.read(bad.offset, size - bad.offset);
  for (let at = rest.indexOf(FRAME_MAGIC); at !== -1; at = rest.indexOf(FRAME_MAGIC, at + 1)) {
    const frame = decodeFrame(rest, at, seed);
    if (frame === null) continue;
    const sameGroup = frame.group <= bad.position && frame.position > bad.position;
    if (!sameGroup) throw corrupt(path, bad);
  }
}

/**
 * Writes the last group once more and syncs it. It may never have been synced (the process was killed), or its sync may
 * have failed: then the system takes its pages for clean, and only writing them again brings them to the disk.
 */
async function rewrite(file: LogFile, from: number, to: number): Promise<void> {
  if (to > from) await file.write(await file.read(from, to - from), from);
  await file.datasync();
}
