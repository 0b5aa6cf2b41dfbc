import { type FileHandle, open } from 'node:fs/promises';
import type { Aggregate } from '@keyledger/domain';
import { FOLD_VERSION } from '../fold-version.ts';
import { DamagedFile, readFrames } from './frames.ts';
import type { DirectorySnapshot, ForgottenSecret, LedgerMark } from './ledger-mark.ts';
import type { CheckpointHeader } from './save.ts';

/** What a file turned out to be. */
export type LoadedCheckpoint =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'unusable';
      /** For operators. */
      readonly why: string;
      /** What can still be said of the ledger that was read; null where that is damaged too. */
      readonly mark: LedgerMark | null;
    }
  | { readonly kind: 'usable'; readonly mark: LedgerMark; readonly snapshot: DirectorySnapshot };

/** Reads and checks a whole checkpoint. Never throws, and never yields a part: whatever is wrong with it makes it unusable. */
export async function loadCheckpoint(path: string): Promise<LoadedCheckpoint> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return isAbsent ? { kind: 'none' } : { kind: 'unusable', why: messageOf(error), mark: null };
  }
  try {
    return await read(file);
  } finally {
    await file.close().catch(() => undefined);
  }
}

async function read(file: FileHandle): Promise<LoadedCheckpoint> {
  let header: CheckpointHeader | null = null;
  const aggregates: Aggregate[] = [];
  const forgotten: ForgottenSecret[] = [];
  try {
    for await (const payload of readFrames(file)) {
      const value: unknown = JSON.parse(payload.toString());
      if (header === null) {
        header = headerIn(value);
        if (header.foldVersion !== FOLD_VERSION) throw new DamagedFile(otherVersion(header.foldVersion));
      } else if (aggregates.length < header.aggregates) {
        for (const aggregate of value as Aggregate[]) aggregates.push(aggregate);
      } else for (const secret of value as ForgottenSecret[]) forgotten.push(secret);
    }
    if (header?.aggregates !== aggregates.length || header.forgotten !== forgotten.length) {
      throw new DamagedFile('it is incomplete');
    }
    const snapshot = { position: header.position, aggregates, forgotten };
    return { kind: 'usable', mark: markOf(header), snapshot };
  } catch (error) {
    return { kind: 'unusable', why: messageOf(error), mark: header === null ? null : markOf(header) };
  }
}

/** @throws DamagedFile where it cannot be true: then nothing that it says of the ledger is to be believed */
function headerIn(value: unknown): CheckpointHeader {
  const header = value as CheckpointHeader;
  if (header.attempt.position > header.position) throw new DamagedFile('its last attempt stands behind its position');
  return header;
}

function markOf({ ledgerIds, position, attempt }: CheckpointHeader): LedgerMark {
  return { ledgerIds, position, attempt };
}

const otherVersion = (version: number): string =>
  `made by version ${String(version)} of the fold, this is version ${String(FOLD_VERSION)}`;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
