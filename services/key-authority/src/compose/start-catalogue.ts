import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openCatalogue } from '@keyledger/catalogue';
import type { ComposeContext, Health, Metrics } from '@keyledger/service-kit';
import { CatalogueFeed } from '../ledger/catalogue-feed.ts';
import type { authoritySettings } from '../settings.ts';

type Context = ComposeContext<typeof authoritySettings.settings>;

/** Opens the catalogue, and what fills it. That it cannot be used is shown, and takes nothing else out of service. */
export async function startCatalogue(context: Context, health: Health, metrics: Metrics): Promise<CatalogueFeed> {
  const { settings, lifecycle, logger } = context;
  const check = health.check('catalogue', { informs: true });
  await mkdir(settings.dataDir, { recursive: true });
  const file = join(settings.dataDir, 'catalogue.sqlite');
  const catalogue = await lifecycle.start(
    'catalogue',
    () => openCatalogue({ file, logger }),
    (part) => part.close(),
  );
  const onStatus = (why: string | null): void => (why === null ? check.ok() : check.failing(why));
  const feed = await lifecycle.start(
    'catalogue feed',
    () => new CatalogueFeed({ catalogue, logger, onStatus }),
    (part) => part.stop(),
  );
  const waiting = 'Changes that the catalogue has not taken yet';
  metrics.measured({ name: 'catalogue_waiting_changes', help: waiting }, () => feed.waiting);
  const skipped = 'Changes left out of the catalogue because they cannot be stored';
  metrics.measured({ name: 'catalogue_skipped_changes', help: skipped }, () => feed.skipped);
  return feed;
}
