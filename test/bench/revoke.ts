import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type KafkaFollower, openKafkaFollower, openKafkaLedger } from '@keyledger/ledger-kafka';
import type { Ledger } from '@keyledger/ports';
import type { MadeKey } from '../kit/admin-client.ts';
import { type Cluster, freshTopic } from '../kit/cluster.ts';
import { startKafka } from '../kit/kafka/start.ts';
import { type Benchmark, type Entry, atMost, informative } from './kit/entry.ts';
import { ownTopic } from './kit/own-topic.ts';
import { makeKeys, startQuietCluster } from './kit/quiet-cluster.ts';
import { inTurns } from './kit/rounds.ts';
import { combine, percentile } from './kit/statistics.ts';

const NODES = 4;
const ROUNDS = 5;
/** Revocations, and records to the bare broker, in a round. */
const SAMPLES = 100;
/** Between an answer and the next question to the same node: more would be load. It is part of what is measured. */
const POLL_PAUSE_MS = 1;
const TARGET_MS = 25;
/** As large as the record of a revocation. */
const RECORD_BYTES = 200;

/**
 * From sending a revoke to the first refusal on every node, and to the answer `everywhere`, beside the broker's own produce to consume. Each node is
 * asked again and again through its public port, and a key that still works reaches the upstream: all of that is in it.
 */
export const revoke: Benchmark = {
  name: 'revoke',
  async run() {
    const kafka = await startKafka({ brokers: 1 });
    try {
      const cluster = await startQuietCluster({
        kafka: { bootstrap: kafka.bootstrap, topic: freshTopic() },
        authorities: 1,
        apiNodes: NODES,
      });
      try {
        return await measure(cluster, kafka.bootstrap);
      } finally {
        await cluster.stop();
      }
    } finally {
      await kafka.stop();
    }
  },
};

async function measure(cluster: Cluster, brokers: readonly string[]): Promise<Entry[]> {
  // The same client, the same topic settings, the same acknowledgement: the difference is what Keyledger adds.
  const bare = ownTopic(brokers);
  const ledger = await openKafkaLedger(bare);
  const follower = await openKafkaFollower(bare);
  try {
    const organizationId = await cluster.admin().organization('bench');
    const { ours, peer } = await inTurns(
      ROUNDS,
      () => revokeMany(cluster, organizationId),
      () => produceMany(ledger, follower),
    );
    await settled(cluster, organizationId);
    const everywhere = await inTurns(
      ROUNDS,
      () => revokeManyEverywhere(cluster, organizationId),
      () => produceMany(ledger, follower),
    );
    return [...feltEntries(ours, peer), ...everywhereEntries(everywhere.ours, everywhere.peer)];
  } finally {
    await follower.close();
    await ledger.close();
  }
}

async function revokeMany(cluster: Cluster, organizationId: string): Promise<number[]> {
  const felt: number[] = [];
  for (const key of await makeKeys(cluster, organizationId, SAMPLES)) felt.push(await revokeOne(cluster, key));
  return felt;
}

/** Milliseconds from sending the command to the last node's first refusal. */
async function revokeOne(cluster: Cluster, key: MadeKey): Promise<number> {
  const answers = await cluster.everywhere(key.secret);
  if (!answers.every(({ status }) => status === 200)) throw new Error('a new key is refused');
  const startedAt = performance.now();
  const command = cluster.admin().command(key.id, 'revoke', { reason: 'benchmark', wait_for: 'ledger' });
  const refusals = cluster.apiNodes.map((_, node) => firstRefusal(cluster, node, key.secret));
  const [answer, ...refusedAt] = await Promise.all([command, ...refusals]);
  if (answer.status !== 200) throw new Error(`revoke: ${String(answer.status)} ${JSON.stringify(answer.body)}`);
  return Math.max(...refusedAt) - startedAt;
}

/** An authority that has just started waits the longest lease once, as it does not know who held one before. */
async function settled(cluster: Cluster, organizationId: string): Promise<void> {
  for (const key of await makeKeys(cluster, organizationId, 2)) await revokeOneEverywhere(cluster, key);
}

async function revokeManyEverywhere(cluster: Cluster, organizationId: string): Promise<number[]> {
  const taken: number[] = [];
  for (const key of await makeKeys(cluster, organizationId, SAMPLES)) {
    taken.push(await revokeOneEverywhere(cluster, key));
  }
  return taken;
}

/** Milliseconds from sending the command to the answer that no node accepts the key any more. */
async function revokeOneEverywhere(cluster: Cluster, key: MadeKey): Promise<number> {
  await cluster.everywhere(key.secret);
  const startedAt = performance.now();
  const answer = await cluster.admin().command(key.id, 'revoke', { reason: 'benchmark', wait_for: 'everywhere' });
  const taken = performance.now() - startedAt;
  if (answer.body['applied'] !== 'everywhere') throw new Error(`revoke: ${JSON.stringify(answer)}`);
  const after = await cluster.everywhere(key.secret);
  if (!after.every(({ status }) => status === 401)) throw new Error('a revoked key was accepted');
  return taken;
}

async function firstRefusal(cluster: Cluster, node: number, secret: string): Promise<number> {
  for (;;) {
    const { status, reasonCode } = await cluster.request(node, secret);
    if (status === 401 && reasonCode === 'revoked_key') return performance.now();
    if (status !== 200) throw new Error(`${String(status)} ${reasonCode}`);
    await delay(POLL_PAUSE_MS);
  }
}

async function produceMany(ledger: Ledger, follower: KafkaFollower): Promise<number[]> {
  const over = new AbortController();
  const batches = follower.follow('end', over.signal)[Symbol.asyncIterator]();
  await batches.next(); // says where it begins
  const taken: number[] = [];
  for (let count = 0; count < SAMPLES; count++) {
    const startedAt = performance.now();
    const consumed = batches.next();
    await ledger.append({ key: randomBytes(16), value: randomBytes(RECORD_BYTES) });
    await consumed;
    taken.push(performance.now() - startedAt);
  }
  over.abort();
  await batches.next();
  return taken;
}

const of = (share: number, samples: readonly number[][]): number[] => samples.map((round) => percentile(round, share));

const over = (share: number, ours: readonly number[][], broker: readonly number[][]): number[] =>
  combine(of(share, ours), of(share, broker), (one, bare) => one - bare);

function feltEntries(felt: readonly number[][], broker: readonly number[][]): Entry[] {
  return [
    atMost(TARGET_MS, 'revoke_felt_p99_over_broker', 'ms', over(0.99, felt, broker)),
    informative('revoke_felt_p50_over_broker', 'ms', over(0.5, felt, broker)),
    informative('revoke_felt_p50', 'ms', of(0.5, felt)),
    informative('revoke_felt_p99', 'ms', of(0.99, felt)),
    informative('broker_produce_consume_p50', 'ms', of(0.5, broker)),
    informative('broker_produce_consume_p99', 'ms', of(0.99, broker)),
  ];
}

function everywhereEntries(everywhere: readonly number[][], broker: readonly number[][]): Entry[] {
  return [
    atMost(TARGET_MS, 'revoke_everywhere_p99_over_broker', 'ms', over(0.99, everywhere, broker)),
    informative('revoke_everywhere_p50_over_broker', 'ms', over(0.5, everywhere, broker)),
    informative('revoke_everywhere_p99', 'ms', of(0.99, everywhere)),
  ];
}
