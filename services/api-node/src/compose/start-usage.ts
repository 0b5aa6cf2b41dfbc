import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type AuthorityAccess, GrpcUsageSink } from '@keyledger/grpc';
import { KafkaUsageSink } from '@keyledger/ledger-kafka';
import { type Logger, systemClock } from '@keyledger/ports';
import {
  type ComposeContext,
  type Health,
  type Metrics,
  StartRefused,
  kafkaConnection,
  nextChange,
} from '@keyledger/service-kit';
import { UsageRecorder } from '@keyledger/usage';
import { nameOf } from '../http/error-name.ts';
import type { PublicHooks } from '../http/options.ts';
import { apiNodeSettings } from '../settings.ts';
import { type CountryOf, countriesIn } from '../usage/country.ts';
import { followCountries } from '../usage/follow-countries.ts';
import { usageHooks } from '../usage/usage-hooks.ts';
import { CONNECTION_TIMEOUT_MS, REQUEST_TIMEOUT_MS } from './open-follower.ts';

type Context = ComposeContext<typeof apiNodeSettings.settings>;

/** CC0: countries by the registries' own data. */
const defaultCountries = (): string =>
  fileURLToPath(import.meta.resolve('@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb'));
const NO_COUNTRIES = 'off';

/** What counts the requests of this node, and hands the counts to an authority. */
export async function startUsage(
  { settings, lifecycle, logger }: Context,
  health: Health,
  metrics: Metrics,
  access: AuthorityAccess,
): Promise<PublicHooks> {
  const countryOf = countriesOf(settings.countryDb, logger, lifecycle.stopping);
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

/** The file that comes with the product never changes. @throws StartRefused where the file cannot be read */
function countriesOf(given: string | undefined, logger: Logger, signal: AbortSignal): CountryOf | null {
  if (given === NO_COUNTRIES) return null;
  try {
    if (given === undefined) return countriesIn(readFileSync(defaultCountries()));
    return followCountries({ file: given, logger, nextChange }, signal);
  } catch (cause) {
    const message = 'must be an MMDB file of countries that can be read';
    throw new StartRefused([{ name: apiNodeSettings.settings.countryDb.name, message }], { cause });
  }
}
