import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type UsageRetention, type UsageStore, openUsageStore } from '@keyledger/catalogue';
import { Fault, type Logger, type UsageSink, systemClock } from '@keyledger/ports';
import type { Metrics } from '@keyledger/service-kit';
import { NO_USAGE_RECORDS, type UsageRecords } from '../application/usage-records.ts';
import type { AuthorityContext } from './context.ts';
import { startUsageTopic } from './start-usage-topic.ts';

export interface StartedUsage {
  readonly records: UsageRecords;
  /** Takes what nodes have counted. */
  readonly sink: UsageSink;
}

const PRUNE_MS = 600_000;

/** Opens the store of usage. That it cannot be used is shown, and takes nothing else out of service. */
export async function startUsage(context: AuthorityContext): Promise<StartedUsage> {
  const { settings, lifecycle, logger, health, metrics } = context;
  const check = health.check('usage', { informs: true });
  const store = await lifecycle.start(
    'usage',
    () => open(settings.dataDir, settings.ledger.kind === 'kafka', logger),
    async (part) => part?.close(),
  );
  const count = countBatches(metrics);
  if (store === null) {
    check.failing('the file of usage cannot be used');
    return { records: NO_USAGE_RECORDS, sink: { take: () => Promise.reject(unusable()) } };
  }
  await lifecycle.start(
    'retention of usage',
    () => pruneNowAndThen(store, retentionOf(settings), logger),
    (stop) => stop(),
  );
  if (settings.ledger.kind === 'kafka') {
    const sink = await startUsageTopic(context, store, check);
    return { records: store, sink: counted(sink, count) };
  }
  check.ok();
  const sink: UsageSink = { take: (batch) => store.take(batch, systemClock.wall()) };
  return { records: store, sink: counted(sink, count) };
}

const counted = (sink: UsageSink, count: () => void): UsageSink => ({
  async take(batch, signal) {
    await sink.take(batch, signal);
    count();
  },
});

const unusable = (): Fault => new Fault('not_caught_up', 'Usage cannot be kept now.');

function countBatches(metrics: Metrics): () => void {
  const batches = metrics.counter({ name: 'usage_batches_total', help: 'Batches of usage that nodes have handed in' });
  batches.inc({}, 0);
  return () => batches.inc({});
}

async function open(folder: string, fromTopic: boolean, logger: Logger): Promise<UsageStore | null> {
  const file = join(folder, 'usage.sqlite');
  try {
    await mkdir(folder, { recursive: true });
    return openUsageStore({ file, fromTopic, logger });
  } catch (error) {
    logger.error({ err: error, file }, 'the file of usage cannot be opened');
    return null;
  }
}

function retentionOf(settings: AuthorityContext['settings']): UsageRetention {
  const { usageKeepMinutes: minute, usageKeepHours: hour, usageKeepDays: day, securityEventsKeep: security } = settings;
  return { minute, hour, day, security };
}

/** @returns what ends it */
function pruneNowAndThen(store: UsageStore, retention: UsageRetention, logger: Logger): () => Promise<void> {
  let running = Promise.resolve();
  const prune = (): void => {
    running = store.prune(systemClock.wall(), retention).catch((error: unknown) => {
      logger.warn({ err: error }, 'old usage could not be forgotten');
    });
  };
  const timer = setInterval(prune, PRUNE_MS);
  prune();
  return () => {
    clearInterval(timer);
    return running;
  };
}
