import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '@keyledger/ports';
import { nextChange } from '@keyledger/service-kit';
import { type DigestKeys, type LoadedDigestKeys, MIN_DIGEST_KEY_BYTES } from './digest-keys.ts';

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** The names of the files, behind links as well, as Kubernetes mounts use them; its own links are dot-files, and ignored. */
async function fileNames(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.')).sort();
  const entries = await Promise.all(names.map(async (name) => ({ name, is: await stat(join(folder, name)) })));
  return entries.filter(({ is }) => is.isFile()).map(({ name }) => name);
}

/** Reads the folder: a file a key, its name the id. */
async function readDigestKeys(folder: string, activeSetting: string | null, logger: Logger): Promise<LoadedDigestKeys> {
  const keys = new Map<string, Uint8Array>();
  for (const name of await fileNames(folder)) {
    const text = (await readFile(join(folder, name), 'utf8')).trim();
    const key = BASE64.test(text) ? Buffer.from(text, 'base64') : Buffer.alloc(0);
    if (key.length >= MIN_DIGEST_KEY_BYTES) keys.set(name, key);
    else
      logger.error(
        { digestKeyId: name },
        `a digest key must be at least ${String(MIN_DIGEST_KEY_BYTES)} bytes of base64`,
      );
  }
  const activeId = activeSetting ?? (keys.size === 1 ? ([...keys.keys()][0] ?? null) : null);
  if (activeId === null && keys.size > 1) {
    logger.error({ loaded: [...keys.keys()] }, 'KEYLEDGER_DIGEST_KEY_ACTIVE must name one of several digest keys');
  }
  return { keys, activeId };
}

export interface DigestKeyFolderOptions {
  readonly folder: string;
  /** The id for new keys; null: the only one there is. */
  readonly active: string | null;
  readonly logger: Logger;
  /** Called after each load. */
  readonly onLoaded: () => void;
}

/** Never goes on with keys that can no longer be read: somebody may have taken them away on purpose. */
async function reload(digestKeys: DigestKeys, options: DigestKeyFolderOptions): Promise<void> {
  const { folder, active, logger, onLoaded } = options;
  try {
    digestKeys.replace(await readDigestKeys(folder, active, logger));
  } catch (error) {
    digestKeys.replace({ keys: new Map(), activeId: null });
    logger.error({ err: error }, 'the digest keys cannot be read');
  }
  onLoaded();
}

/** Loads the folder, and again whenever it changes until `signal` aborts. Resolves after the first load. */
export async function followDigestKeyFolder(
  digestKeys: DigestKeys,
  options: DigestKeyFolderOptions,
  signal: AbortSignal,
): Promise<void> {
  await reload(digestKeys, options);
  void keepLoading(digestKeys, options, signal);
}

async function keepLoading(
  digestKeys: DigestKeys,
  options: DigestKeyFolderOptions,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await nextChange(options.folder, signal);
    if (!signal.aborted) await reload(digestKeys, options);
  }
}
