import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FOLD_VERSION } from '../fold-version.ts';
import { FrameWriter } from './frames.ts';
import type { DirectorySnapshot, LedgerMark } from './ledger-mark.ts';

/** About a millisecond of work: how long everything else is kept waiting at once. */
const SLICE = 200;
const FILE_MODE = 0o600;

/** What the first frame of a checkpoint says. */
export interface CheckpointHeader extends LedgerMark {
  readonly foldVersion: number;
  /** How many aggregates follow. */
  readonly aggregates: number;
}

/**
 * Writes a checkpoint durably in the place of the one before, which stays where this fails.
 * @throws what the file system throws
 */
export async function saveCheckpoint(path: string, mark: LedgerMark, snapshot: DirectorySnapshot): Promise<void> {
  const fresh = `${path}.new`;
  try {
    await rm(fresh, { force: true });
    await using(await open(fresh, 'wx', FILE_MODE), async (file) => {
      await write(file, mark, snapshot);
      await file.sync();
    });
    await rename(fresh, path);
    // Which file has the name is the folder's to keep.
    await using(await open(dirname(path), 'r'), (folder) => folder.sync());
  } catch (error) {
    await rm(fresh, { force: true }).catch(() => undefined);
    throw error;
  }
}

async function write(file: FileHandle, mark: LedgerMark, { aggregates }: DirectorySnapshot): Promise<void> {
  const frames = new FrameWriter(file);
  const header: CheckpointHeader = { ...mark, foldVersion: FOLD_VERSION, aggregates: aggregates.length };
  await frames.write(toJson(header));
  for (let at = 0; at < aggregates.length; at += SLICE) await frames.write(toJson(aggregates.slice(at, at + SLICE)));
  await frames.end();
}

const toJson = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

async function using<T>(file: FileHandle, work: (file: FileHandle) => Promise<T>): Promise<T> {
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}
