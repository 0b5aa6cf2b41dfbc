import type { Broker, Cluster } from '../kafkajs.ts';
import { type Link, openConnections } from '../link.ts';
import type { KafkaFollowerOptions } from '../options.ts';

/** What one broker leads of the topic. */
export interface Share {
  readonly broker: Broker;
  readonly partitions: readonly number[];
}

/** Connections to every broker that leads a partition of the topic: one for all that it leads. */
export interface UsageLink extends Link {
  readonly shares: readonly Share[];
  /** Whether each partition has a leader now. */
  readonly isWhole: boolean;
}

/** See `openLink`. @throws what that throws, also where no partition has a leader */
export function openUsageLink(options: KafkaFollowerOptions, attempt: number, signal: AbortSignal): Promise<UsageLink> {
  return openConnections(options, attempt, signal, (cluster) => findShares(cluster, options.topic));
}

async function findShares(cluster: Cluster, topic: string): Promise<Omit<UsageLink, 'close'>> {
  const partitions = cluster.findTopicPartitionMetadata(topic);
  const led = new Map<number, number[]>();
  for (const { partitionId, leader } of partitions) {
    if (leader >= 0) led.set(leader, [...(led.get(leader) ?? []), partitionId]);
  }
  const shares: Share[] = [];
  for (const [leader, ids] of led) {
    shares.push({ broker: await cluster.findBroker({ nodeId: String(leader) }), partitions: ids });
  }
  const [first] = shares;
  if (first === undefined) throw new Error(`topic ${topic} has no leader now`);
  return { leader: first.broker, shares, isWhole: [...led.values()].flat().length === partitions.length };
}
