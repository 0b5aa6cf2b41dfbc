import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Catalogue, openCatalogue } from '@keyledger/catalogue';
import type { Logger } from '@keyledger/ports';
import type { Health, Lifecycle, Metrics } from '@keyledger/service-kit';
import { CatalogueFeed } from '../ledger/catalogue-feed.ts';

interface Context {
  readonly settings: { readonly dataDir: string };
  readonly lifecycle: Lifecycle;
  readonly logger: Logger;
  readonly health: Health;
  readonly metrics: Metrics;
}

/** Opens the catalogue, and what fills it. That it cannot be used is shown, and takes nothing else out of service. */
export async function startCatalogue(context: Context): Promise<CatalogueFeed> {
  const { settings, lifecycle, logger, health, metrics } = context;
  const check = health.check('catalogue', { informs: true });
  const { catalogue, isUsable } = await lifecycle.start(
    'catalogue',
    () => open(settings.dataDir, logger),
    (opened) => opened.catalogue.close(),
  );
  const onStatus = (why: string | null): void => (why === null ? check.ok() : check.failing(why));
  const feed = await lifecycle.start(
    'catalogue feed',
    () => new CatalogueFeed({ catalogue, logger, onStatus }),
    (part) => part.stop(),
  );
  if (!isUsable) feed.giveUp();
  const waiting = 'Changes that the catalogue has not taken yet';
  metrics.measured({ name: 'catalogue_waiting_changes', help: waiting }, () => feed.waiting);
  const skipped = 'Changes left out of the catalogue because they cannot be stored';
  metrics.measured({ name: 'catalogue_skipped_changes', help: skipped }, () => feed.skipped);
  return feed;
}

/** Where the file cannot be used now, an empty catalogue takes its place, which nobody may read. */
async function open(folder: string, logger: Logger): Promise<{ catalogue: Catalogue; isUsable: boolean }> {
  const file = join(folder, 'catalogue.sqlite');
  try {
    await mkdir(folder, { recursive: true });
    return { catalogue: openCatalogue({ file, logger }), isUsable: true };
  } catch (error) {
    logger.error({ err: error, file }, 'the catalogue cannot be opened');
    return { catalogue: openCatalogue({ file: ':memory:', logger }), isUsable: false };
  }
}
