export type { FilePort, LogFile, ReleaseLock } from './file-port.ts';
export { lockFile, takeLock } from './lock-file.ts';
export { type EmbeddedLedgerOptions, openEmbeddedLedger } from './open.ts';
