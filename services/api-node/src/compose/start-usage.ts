import { type AuthorityAccess, GrpcUsageSink } from '@keyledger/grpc';
import { KafkaUsageSink } from '@keyledger/ledger-kafka';
import { type Logger, systemClock } from '@keyledger/ports';
import { type ComposeContext, type Health, type Metrics, kafkaConnection } from '@keyledger/service-kit';
import { UsageRecorder } from '@keyledger/usage';
import { nameOf } from '../http/error-name.ts';
import type { PublicHooks } from '../http/options.ts';
import type { apiNodeSettings } from '../settings.ts';
import type { CountryOf } from '../usage/country.ts';
import { usageHooks } from '../usage/usage-hooks.ts';
import { CONNECTION_TIMEOUT_MS, REQUEST_TIMEOUT_MS } from './open-follower.ts';

type Context = ComposeContext<typeof apiNodeSettings.settings> & { readonly countryOf: CountryOf | null };

/** What counts the requests of this node, and hands the counts to an authority. */
export async function startUsage(
  { settings, lifecycle, logger, countryOf }: Context,
  health: Health,
  metrics: Metrics,
  access: AuthorityAccess,
): Promise<PublicHooks> {
  const sink = await lifecycle.start(
    'usage sink',
    () => openSink(settings, access, logger),
    (part) => part.close(),
  );
  const recorder = await lifecycle.start(
    'usage',
    () => new UsageRecorder({ sink, flushMs: settings.usageInterval, clock: systemClock, logger }),
    (part) => part.close(),
  );
  const why = (): string | null => (recorder.failing ? 'nobody takes what was counted' : null);
  health.watch('usage', why, { informs: true });
  metrics.measured(
    { name: 'usage_waiting_rows', help: 'Rows of usage that are not handed on yet' },
    () => recorder.waiting,
  );
  const help = 'Requests so far that are counted without their key, for want of room';
  metrics.measured({ name: 'usage_overflowed_requests', help }, () => recorder.overflowed);
  const failures = metrics.counter({ name: 'usage_failures_total', help: 'Requests that could not be counted' });
  const failed = (error: unknown): void => {
    failures.inc({});
    logger.debug({ error: nameOf(error) }, 'a request could not be counted');
  };
  return usageHooks({ counter: recorder, countryOf, countryHeader: settings.countryHeader ?? null, failed });
}

/** Kafka itself, or an authority where this node follows one. */
function openSink(
  settings: Context['settings'],
  access: AuthorityAccess,
  logger: Logger,
): GrpcUsageSink | KafkaUsageSink {
  const { ledger, usageTopic } = settings;
  if (ledger.kind === 'authority') return new GrpcUsageSink({ ...access, logger });
  return new KafkaUsageSink({
    ...kafkaConnection(ledger.brokers, settings),
    topic: usageTopic,
    clientId: 'keyledger-api-node',
    connectionTimeoutMs: CONNECTION_TIMEOUT_MS,
    requestTimeoutMs: REQUEST_TIMEOUT_MS,
    logger,
  });
}
