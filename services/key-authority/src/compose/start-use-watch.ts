import { systemClock, systemTimers } from '@keyledger/ports';
import type { UsageRecords } from '../application/usage-records.ts';
import type { CatalogueFeed } from '../ledger/catalogue-feed.ts';
import { UseWatch } from '../notices/use-watch.ts';
import type { AuthorityContext } from './context.ts';

/** What looks for keys that are unused or near their limit (docs/notices.md). */
export async function startUseWatch(
  context: AuthorityContext,
  parts: { readonly catalogue: CatalogueFeed; readonly usage: UsageRecords },
): Promise<void> {
  const { settings, lifecycle, logger, profile } = context;
  // The topic on Kafka keeps a week: whoever was away for longer cannot tell what it has missed.
  const countsEverything = settings.ledger.kind === 'embedded';
  const clocks = { clock: systemClock, timers: systemTimers, intervalMs: settings.noticesInterval };
  const watch = new UseWatch({ ...parts, countsEverything, profile, logger, ...clocks });
  await lifecycle.start(
    'notices by use',
    () => watch.start(),
    () => watch.stop(),
  );
}
