export { type CheckpointStore, checkpointFile } from './checkpoint/checkpoint-file.ts';
export type { AttemptMark, DirectorySnapshot, LedgerMark } from './checkpoint/ledger-mark.ts';
export { type LoadedCheckpoint, loadCheckpoint } from './checkpoint/load.ts';
export { saveCheckpoint } from './checkpoint/save.ts';
export { Directory, type FoundSecret, type StateHashAt } from './directory.ts';
