import type { DirectorySnapshot, LedgerMark } from './ledger-mark.ts';
import { type LoadedCheckpoint, loadCheckpoint } from './load.ts';
import { saveCheckpoint } from './save.ts';

/** Where a directory's checkpoint is kept. */
export interface CheckpointStore {
  /** Never throws, and never yields a part. */
  load(): Promise<LoadedCheckpoint>;
  /** Durably, in the place of the one before. */
  save(mark: LedgerMark, snapshot: DirectorySnapshot): Promise<void>;
}

export const checkpointFile = (path: string): CheckpointStore => ({
  load: () => loadCheckpoint(path),
  save: (mark, snapshot) => saveCheckpoint(path, mark, snapshot),
});
