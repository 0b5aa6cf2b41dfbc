import { type Ledger, Fault, type Logger, silentLogger } from '@keyledger/ports';
import { join } from 'node:path';
import { EmbeddedLedger } from './embedded-ledger.ts';
import { corruptFile, unavailable } from './faults.ts';
import { type ChecksumSeed, HEADER_BYTES, newHeader, readHeader } from './file-header.ts';
import type { FilePort, LogFile, ReleaseLock } from './file-port.ts';
import { takeLock } from './lock-file.ts';
import { nodeFiles } from './node-files.ts';
import { recover } from './recover.ts';
import { SyncedLog } from './synced-log.ts';

export interface EmbeddedLedgerOptions {
  /** Created where it does not exist. */
  readonly folder: string;
  /** The disk; another one in tests. */
  readonly files?: FilePort;
  readonly logger?: Logger;
  /** How long to wait, in milliseconds, for a process that has the ledger open and is stopping. Default 0. */
  readonly lockWaitMs?: number;
  /** Ends that wait, with its reason. */
  readonly stopping?: AbortSignal;
  /**
   * Called once, where a write or a sync failed: every append fails from then on, until the ledger is closed and opened
   * again, which finds out what the disk holds. `internal` says what to mend.
   */
  readonly onFailed?: (error: Fault) => void;
}

/**
 * Opens the durable ledger of a folder, for this process alone; an unfinished last write is cut off.
 * @throws Fault `ledger_unavailable` where another process has it, it cannot be locked or the disk refuses, `ledger_corrupt` where anything
 *   but an unfinished last write is damaged. `internal` says which file, which byte, and what to do.
 */
export async function openEmbeddedLedger(options: EmbeddedLedgerOptions): Promise<Ledger> {
  const { folder, files = nodeFiles, logger = silentLogger, onFailed } = options;
  try {
    await files.makeFolder(folder);
    const releaseLock = await lockFolder(files, options);
    try {
      return new EmbeddedLedger(await openLog(files, folder, logger), releaseLock, onFailed);
    } catch (error) {
      releaseLock();
      throw error;
    }
  } catch (error) {
    if (error instanceof Fault || isReason(error, options.stopping)) throw error;
    throw unavailable(`The ledger in ${folder} could not be opened.`, error);
  }
}

async function lockFolder(files: FilePort, options: EmbeddedLedgerOptions): Promise<ReleaseLock> {
  const { folder, lockWaitMs = 0, stopping } = options;
  const lock = (): ReleaseLock | null => {
    try {
      return files.lock(join(folder, 'ledger.lock'));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw unavailable(`The ledger in ${folder} cannot be locked: ${why}`, error);
    }
  };
  const release = await takeLock(lock, lockWaitMs, stopping);
  if (release !== null) return release;
  throw unavailable(`Another process has the ledger in ${folder} open. Stop it, or use another folder.`);
}

const isReason = (error: unknown, signal: AbortSignal | undefined): boolean =>
  signal?.aborted === true && error === signal.reason;

async function openLog(files: FilePort, folder: string, logger: Logger): Promise<SyncedLog> {
  const path = join(folder, 'ledger.log');
  const file = (await files.open(path)) ?? (await createLog(files, path));
  try {
    // Also where it was there: the process that created it may have been killed before this.
    await files.syncFolder(folder);
    const seed = checkHeader(await file.read(0, HEADER_BYTES), path);
    return new SyncedLog(file, path, seed, await recover(file, path, seed, logger));
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Under another name until its header is durable: a ledger with a short header is damaged, never new. */
async function createLog(files: FilePort, path: string): Promise<LogFile> {
  const file = await files.create(`${path}.new`);
  try {
    await file.write(newHeader(), 0);
    await file.datasync();
    await files.rename(`${path}.new`, path);
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

function checkHeader(header: Buffer, path: string): ChecksumSeed {
  const result = readHeader(header);
  if (result === 'damaged') throw corruptFile(`${path} is damaged at byte 0: it does not begin as a ledger does.`);
  if (result === 'of another format version') {
    throw unavailable(`${path} is of a format that this version does not know. Use the version that wrote it.`);
  }
  return result;
}
