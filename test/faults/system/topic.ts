import type { Admin } from 'kafkajs';
import { eventually } from '../../kit/eventually.ts';
import { withAdmin } from '../../kit/kafka/index.ts';
import type { System } from './system.ts';

const MOVED_WITHIN_MS = 30_000;
const PARTITION = 0;

interface Partition {
  readonly leader: number;
  readonly replicas: readonly number[];
  readonly inSync: readonly number[];
}

/** The ledger's only partition, as a broker sees it that answers; the order of the brokers is the caller's. */
export function partitionOf(system: System): Promise<Partition> {
  return withAdmin(system.kafka.bootstrap, (admin) => partitionBy(admin, system.topic));
}

async function partitionBy(admin: Admin, topic: string): Promise<Partition> {
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  const partition = topics[0]?.partitions.find(({ partitionId }) => partitionId === PARTITION);
  if (partition === undefined) throw new Error('the topic has no partition');
  return { leader: partition.leader, replicas: partition.replicas, inSync: partition.isr };
}

/** The id of the broker that leads now, or will in a moment. */
export function leaderOf(system: System): Promise<number> {
  return eventually(async () => {
    const { leader } = await partitionOf(system);
    return leader > 0 && leader;
  }, MOVED_WITHIN_MS);
}

/** Everything that stands in the ledger at this moment is below it. */
export async function endOf(system: System): Promise<number> {
  return eventually(
    () =>
      withAdmin(system.kafka.bootstrap, async (admin) => {
        const offsets = await admin.fetchTopicOffsets(system.topic);
        return Number(offsets.find(({ partition }) => partition === PARTITION)?.high);
      }),
    MOVED_WITHIN_MS,
  );
}

/** Makes a broker the preferred leader, and waits until the cluster has moved the leader there. */
export async function moveLeader(system: System, to: number): Promise<void> {
  await eventually(
    () =>
      withAdmin(system.kafka.bootstrap, async (admin) => {
        const { leader, replicas } = await partitionBy(admin, system.topic);
        if (leader === to) return true;
        const reordered = [to, ...replicas.filter((replica) => replica !== to)];
        if (replicas[0] !== to) {
          await admin.alterPartitionReassignments({
            topics: [{ topic: system.topic, partitionAssignment: [{ partition: PARTITION, replicas: reordered }] }],
          });
        }
        return false;
      }),
    MOVED_WITHIN_MS,
  );
}
