import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { lockFile, takeLock } from '@keyledger/ledger-embedded';
import type { Logger } from '@keyledger/ports';
import { type Lifecycle, StartRefused, StopRequested } from '@keyledger/service-kit';
import { authoritySettings } from '../settings.ts';

/** A process that is stopping needs a moment to let go of what it has. */
export const LOCK_WAIT_MS = 10_000;

export interface DataFolderContext {
  readonly settings: { readonly dataDir: string };
  readonly lifecycle: Lifecycle;
  readonly logger: Logger;
}

/**
 * Keeps the data folder for this authority alone: one that another fills as well remembers for neither of them. A folder
 * that cannot be locked (it may only be read, its file system has no locks) is used all the same: what is in it can be made anew.
 * @throws StartRefused where another authority has it for longer than `waitMs`
 */
export async function lockDataFolder(
  { settings, lifecycle, logger }: DataFolderContext,
  waitMs = LOCK_WAIT_MS,
): Promise<void> {
  const { dataDir } = settings;
  const { stopping } = lifecycle;
  const take = async (): Promise<() => void> => {
    try {
      await mkdir(dataDir, { recursive: true });
      const lock = (): (() => void) | null => lockFile(join(dataDir, 'authority.lock'));
      return (await takeLock(lock, waitMs, stopping)) ?? refuse(dataDir);
    } catch (error) {
      if (error instanceof StartRefused || error instanceof StopRequested) throw error;
      logger.warn({ err: error, dataDir }, 'the data folder cannot be locked: no other authority may use it');
      return () => undefined;
    }
  };
  await lifecycle.start('data folder', take, (release) => release());
}

function refuse(dataDir: string): never {
  const message = `Another authority uses ${dataDir}. Stop it, or give each authority a folder of its own.`;
  throw new StartRefused([{ name: authoritySettings.settings.dataDir.name, message }]);
}
