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
  /** How many forgotten secrets follow those. */
  readonly forgotten: number;
}

/**
 * Writes a checkpoint durably in the place of the one before, which stays where this fails, or the process ends meanwhile.
 * @param signal calls it off
 * @throws what the file system throws; the signal's reason
 */
export async function saveCheckpoint(
  path: string,
  mark: LedgerMark,
  snapshot: DirectorySnapshot,
  signal?: AbortSignal,
): Promise<void> {
  const fresh = `${path}.new`;
  try {
    await rm(fresh, { force: true });
    await using(await open(fresh, 'wx', FILE_MODE), async (file) => {
      await write(file, mark, snapshot, signal);
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

async function write(
  file: FileHandle,
  mark: LedgerMark,
  snapshot: DirectorySnapshot,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { aggregates, forgotten } = snapshot;
  const frames = new FrameWriter(file);
  const counts = { aggregates: aggregates.length, forgotten: forgotten.length };
  const header: CheckpointHeader = { ...mark, foldVersion: FOLD_VERSION, ...counts };
  await frames.write(toJson(header));
  for (const list of [aggregates, forgotten]) {
    for (let at = 0; at < list.length; at += SLICE) {
      signal?.throwIfAborted();
      await frames.write(toJson(list.slice(at, at + SLICE)));
    }
  }
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
