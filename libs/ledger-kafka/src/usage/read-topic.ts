import { isFault } from '@keyledger/ports';
import { unlessAborted } from '../link.ts';
import { Links } from '../links.ts';
import type { KafkaFollowerOptions } from '../options.ts';
import { ShareReader } from './share-reader.ts';
import { topicIdAt } from './topic-id.ts';
import { type UsageLink, openUsageLink } from './usage-link.ts';
import type { UsageReader } from './usage-reader.ts';

/** Then the brokers are asked anew who leads what: partitions may have been added. */
const LINK_MS = 600_000;
/** The same while a partition has no leader. */
const PARTIAL_LINK_MS = 10_000;

/**
 * Reads all of the topic, without a consumer group: who reads keeps the offsets. What the topic no longer holds is passed
 * over, as counts may be. Resolves when the signal aborts; rejects with what the reader throws alone.
 */
export async function readTopic(
  options: KafkaFollowerOptions,
  reader: UsageReader,
  signal: AbortSignal,
): Promise<void> {
  const links = new Links(options, openUsageLink);
  try {
    while (!signal.aborted) {
      const link = await links.get(signal).catch(() => null);
      if (link !== null) await readOver(link, links, { options, reader, signal });
    }
  } finally {
    links.drop();
  }
}

interface Reading {
  readonly options: KafkaFollowerOptions;
  readonly reader: UsageReader;
  readonly signal: AbortSignal;
}

/** Until the link fails, is old, or the signal aborts. */
async function readOver(link: UsageLink, links: Links<UsageLink>, reading: Reading): Promise<void> {
  const { options, reader, signal } = reading;
  const given = new AbortController();
  const old = AbortSignal.timeout(link.isWhole ? LINK_MS : PARTIAL_LINK_MS);
  const stop = AbortSignal.any([signal, given.signal, old]);
  /** kafkajs would connect anew by itself: nobody asks a link that has failed. */
  const giveUp = (error: unknown): void => {
    if (!stop.aborted) links.failed(link, error);
    given.abort(error);
  };
  try {
    const topicId = (await unlessAborted(topicIdAt(link.leader, options.topic), stop)) ?? options.topic;
    const from = await reader.from(topicId);
    const worked = (): void => links.worked();
    const shares = link.shares.map((share) => new ShareReader({ options, reader, topicId, worked }, share, from));
    const read = (share: ShareReader): Promise<void> => share.read(stop).catch(giveUp);
    await Promise.all(shares.map(read));
  } catch (error) {
    giveUp(error);
  }
  links.drop();
  if (isFault(given.signal.reason)) throw given.signal.reason;
}
