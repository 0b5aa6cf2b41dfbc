import { setTimeout as delay } from 'node:timers/promises';
import type { UsageOffset, UsageStore } from '@keyledger/catalogue';
import type { UsageRecord, UsageTopic } from '@keyledger/ledger-kafka';
import { type Clock, type Logger, type UsageBatch, isFault } from '@keyledger/ports';
import { decodeUsageBatch } from '@keyledger/wire';

const RETRY_MS = 1_000;

export interface TopicReaderOptions {
  readonly topic: UsageTopic;
  readonly store: Pick<UsageStore, 'take' | 'skip' | 'nextOffsets' | 'forgetOtherTopics'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Before what the store did not take is tried again, in milliseconds. */
  readonly retryMs?: number;
}

/**
 * Fills the store of this replica from the topic that all nodes write to: each replica reads all of it, from where its own
 * store says, so that every one of them comes to know the same. Resolves when the signal aborts.
 * @throws Fault `internal` where the store does not say from where
 */
export function readUsageTopic(options: TopicReaderOptions, signal: AbortSignal): Promise<void> {
  const take = async (topicId: string, partition: number, records: readonly UsageRecord[]): Promise<void> => {
    for (const record of records)
      await untilTaken(options, { topicId, partition, offset: record.offset }, record, signal);
  };
  return options.topic.read({ from: (topicId) => readFrom(options, topicId), take }, signal);
}

/** A node's batch counts once in whichever topic it stands. */
async function readFrom({ topic, store, logger }: TopicReaderOptions, topicId: string) {
  const next = store.nextOffsets(topicId);
  if ((await store.forgetOtherTopics(topicId)) && next.size === 0) {
    const seen = { topic: topic.name, topicId };
    logger.warn(
      seen,
      'the topic of usage was made anew: it is read from its start, what was only in the old one is lost',
    );
  }
  return next;
}

async function untilTaken(options: TopicReaderOptions, at: UsageOffset, record: UsageRecord, signal: AbortSignal) {
  const { store, clock, logger, retryMs = RETRY_MS } = options;
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
