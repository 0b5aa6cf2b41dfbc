import { setTimeout as delay } from 'node:timers/promises';
import type { UsageStore } from '@keyledger/catalogue';
import type { UsageRecord, UsageTopic } from '@keyledger/ledger-kafka';
import { type Clock, type Logger, type UsageBatch, isFault } from '@keyledger/ports';
import { decodeUsageBatch } from '@keyledger/wire';

const RETRY_MS = 1_000;

export interface TopicReaderOptions {
  readonly topic: UsageTopic;
  readonly store: Pick<UsageStore, 'take' | 'skip' | 'nextOffsets'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Before what the store did not take is tried again, in milliseconds. */
  readonly retryMs?: number;
}

/**
 * Fills the store of this replica from the topic that all nodes write to: each replica reads all of it, from where its own
 * store says, so that every one of them comes to know the same. Resolves when the signal aborts.
 */
export async function readUsageTopic(options: TopicReaderOptions, signal: AbortSignal): Promise<void> {
  const { topic, store } = options;
  const next = store.nextOffsets(topic.name);
  const reading = topic.partitions.map((partition) =>
    readPartition(options, partition, next.get(partition) ?? 0, signal),
  );
  await Promise.all(reading);
}

async function readPartition(options: TopicReaderOptions, partition: number, from: number, signal: AbortSignal) {
  for await (const records of options.topic.follow(partition, from, signal)) {
    for (const record of records) await untilTaken(options, partition, record, signal);
    if (signal.aborted) return;
  }
}

async function untilTaken(options: TopicReaderOptions, partition: number, record: UsageRecord, signal: AbortSignal) {
  const { topic, store, clock, logger, retryMs = RETRY_MS } = options;
  const at = { topicId: topic.name, partition, offset: record.offset };
  const batch = batchOf(record);
  if (batch === null) logger.warn(at, 'a record of the topic of usage is no batch, and is passed over');
  for (let tries = 1; !signal.aborted; tries += 1) {
    try {
      await (batch === null ? store.skip(at) : store.take(batch, clock.wall(), at));
      return;
    } catch (error) {
      if (tries === 1) logger.error({ err: error }, 'a batch of usage could not be kept; trying on');
      await delay(retryMs, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Null: something else, or of a later version. */
function batchOf({ value }: UsageRecord): UsageBatch | null {
  try {
    return decodeUsageBatch(value);
  } catch (error) {
    if (isFault(error)) return null;
    throw error;
  }
}
