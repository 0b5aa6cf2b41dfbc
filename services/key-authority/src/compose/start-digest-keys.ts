import { join } from 'node:path';
import { followDigestKeyFolder } from '../digests/digest-key-folder.ts';
import { DigestKeys } from '../digests/digest-keys.ts';
import type { AuthorityContext } from './context.ts';

/** The digest keys as their folder has them, now and later. */
export async function startDigestKeys(context: AuthorityContext): Promise<DigestKeys> {
  const { settings, lifecycle, logger, health, directory } = context;
  const digestKeys = new DigestKeys();
  const check = health.check('digest_keys');
  const report = (): void => {
    const why = digestKeys.whyUnusable(directory.digestKeyIds);
    if (why === null) check.ok();
    else check.failing(why);
  };
  const folder = settings.digestKeys ?? join(settings.dataDir, 'digest-keys');
  await lifecycle.start('digest keys', () =>
    followDigestKeyFolder(
      digestKeys,
      { folder, active: settings.digestKeyActive ?? null, logger, onLoaded: report },
      lifecycle.stopping,
    ),
  );
  return digestKeys;
}
