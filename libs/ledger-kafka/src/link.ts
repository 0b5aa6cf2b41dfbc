import type { KafkaFollowerOptions } from './options.ts';
import { type Broker, type Cluster, createCluster, type OwnedCluster } from './kafkajs.ts';

/**
 * A connection to the broker that leads one partition, such as the ledger's. A link is never mended: on any trouble it is closed and
 * another is opened, with fresh metadata. kafkajs's own reconnection keeps half-read answers of the connection before.
 */
export interface Link {
  readonly leader: Broker;
  close(): void;
}

/** The ledger is one partition, hence one total order. */
export const PARTITION = 0;

/**
 * Finds the leader and connects to it.
 * @param attempt which of the brokers to ask first: counts up, so that one that hangs does not block the way
 * @throws whatever kafkajs throws; `signal.reason` where it aborts
 */
export async function openLink(options: KafkaFollowerOptions, attempt: number, signal: AbortSignal): Promise<Link> {
  const find = async (cluster: Cluster) => ({ leader: await findLeader(cluster, options) });
  return openConnections(options, attempt, signal, find);
}

/** The same with whatever is looked for in the cluster. */
export async function openConnections<Found extends object>(
  options: KafkaFollowerOptions,
  attempt: number,
  signal: AbortSignal,
  find: (cluster: Cluster) => Promise<Found>,
): Promise<Found & Pick<Link, 'close'>> {
  const first = attempt % options.brokers.length;
  const brokers = [...options.brokers.slice(first), ...options.brokers.slice(0, first)];
  const owned = createCluster(options, brokers);
  const close = (): void => destroyAll(owned);
  const look = async (): Promise<Found> => {
    await owned.cluster.connect();
    await owned.cluster.addTargetTopic(options.topic);
    return find(owned.cluster);
  };
  try {
    // kafkajs never settles an authentication whose socket breaks, so nothing here may wait for it alone.
    const patience = AbortSignal.timeout(options.connectionTimeoutMs + 2 * options.requestTimeoutMs);
    const found = await unlessAborted(look(), AbortSignal.any([signal, patience]));
    return { ...found, close };
  } catch (error) {
    close();
    throw error;
  }
}

async function findLeader(
  cluster: Cluster,
  { topic, partition: wanted = PARTITION }: KafkaFollowerOptions,
): Promise<Broker> {
  const partition = cluster.findTopicPartitionMetadata(topic).find((each) => each.partitionId === wanted);
  if (partition === undefined || partition.leader < 0) throw new Error(`topic ${topic} has no leader now`);
  return cluster.findBroker({ nodeId: String(partition.leader) });
}

/** With an error, because kafkajs then rejects what waits for an answer. */
function destroyAll({ sockets }: OwnedCluster): void {
  for (const socket of sockets) socket.destroy(new Error('the connection was given up'));
}

/** Settles as the promise does, or rejects with the signal's reason; leaves no listener behind. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Rejects with the signal's reason where it aborts before the time is over. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0) return signal.throwIfAborted();
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await unlessAborted(over, signal).finally(() => clearTimeout(timer));
}
