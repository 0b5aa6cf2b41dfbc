import { setTimeout as delay } from 'node:timers/promises';
import type { UsageStore } from '@keyledger/catalogue';
import { KafkaUsageSink, openUsageTopic } from '@keyledger/ledger-kafka';
import { type UsageSink, systemClock } from '@keyledger/ports';
import { type HealthCheck, kafkaConnection } from '@keyledger/service-kit';
import { readUsageTopic } from '../usage/topic-reader.ts';
import type { AuthorityContext } from './context.ts';
import { CONNECTION_TIMEOUT_MS, REQUEST_TIMEOUT_MS } from './open-ledger.ts';

const RETRY_MS = 5_000;

/**
 * Reads what nodes write to the topic of usage into this replica's store, and writes there what nodes hand in that do not
 * reach Kafka. Nothing waits for it: an authority without it does all else.
 */
export async function startUsageTopic(
  context: AuthorityContext,
  store: UsageStore,
  check: HealthCheck,
): Promise<UsageSink> {
  const { lifecycle, logger } = context;
  const options = optionsOf(context);
  const sink = await lifecycle.start(
    'usage sink',
    () => new KafkaUsageSink(options),
    (part) => part.close(),
  );
  const stopped = new AbortController();
  const read = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      try {
        const topic = await openUsageTopic(options);
        check.ok();
        return await readUsageTopic({ topic, store, clock: systemClock, logger }, stopped.signal);
      } catch (error) {
        check.failing('the topic of usage cannot be used');
        logger.error({ err: error, topic: options.topic }, 'the topic of usage cannot be used; trying on');
        await delay(RETRY_MS, undefined, { signal: stopped.signal }).catch(() => undefined);
      }
    }
  };
  await lifecycle.start(
    'usage reader',
    () => ({ reading: read() }),
    async ({ reading }) => {
      stopped.abort();
      await reading;
    },
  );
  return sink;
}

function optionsOf({ settings, logger }: AuthorityContext) {
  const { ledger, usageTopic } = settings;
  if (ledger.kind !== 'kafka') throw new Error('unreachable: there is no topic of usage without Kafka');
  return {
    ...kafkaConnection(ledger.brokers, settings),
    topic: usageTopic,
    clientId: 'keyledger-key-authority',
    connectionTimeoutMs: CONNECTION_TIMEOUT_MS,
    requestTimeoutMs: REQUEST_TIMEOUT_MS,
    startTimeoutMs: RETRY_MS,
    logger,
  };
}
