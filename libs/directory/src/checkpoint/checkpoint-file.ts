import type { DirectorySnapshot, LedgerMark } from './ledger-mark.ts';
import { type LoadedCheckpoint, loadCheckpoint } from './load.ts';
import { saveCheckpoint } from './save.ts';

/** Where a directory's checkpoint is kept. */
export interface CheckpointStore {
  /** Never throws, and never yields a part. */
  load(): Promise<LoadedCheckpoint>;
  /** Durably, in the place of the one before, which stays where this fails. @param signal calls it off */
  save(mark: LedgerMark, snapshot: DirectorySnapshot, signal?: AbortSignal): Promise<void>;
}

export const checkpointFile = (path: string): CheckpointStore => ({
  load: () => loadCheckpoint(path),
  save: (mark, snapshot, signal) => saveCheckpoint(path, mark, snapshot, signal),
});
