export type { FilePort, LogFile, ReleaseLock } from './file-port.ts';
export { type EmbeddedLedgerOptions, openEmbeddedLedger } from './open.ts';
