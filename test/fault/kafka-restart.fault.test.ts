import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { agreedKey, expectSameState, wholeList } from '../kit/agreement.ts';
import { type Cluster, freshTopic, startCluster } from '../kit/cluster.ts';
import { forEachOf } from '../kit/creations.ts';
import { eventually } from '../kit/eventually.ts';
import { type KafkaNode, describeWithOwnKafka } from '../kit/kafka/index.ts';
import { Seeded } from '../kit/seeded.ts';
import { Traffic } from '../kit/traffic.ts';

const WARM = 40;
const RECOVERY_MS = 45_000;
/** With what is under way at the ledger, a command is answered within the longer of this and an append's 5 s. */
const COMMAND_TIMEOUT_MS = 3_000;
/** Longer than a lease, which lasts 5 s by default, and than a command waits. */
const HANG_MS = 8_000;
/** How long a node tries to have a key verified that it has no lease for; several such may be under way. */
const REFUSED_WITHIN_MS = 15_000;

await describeWithOwnKafka('a Kafka that is restarted under load', { brokers: 1 }, (kafka) => {
  let cluster: Cluster;
  let organization: string;
  const broker = (): KafkaNode => kafka.nodes[0] as KafkaNode;

  beforeEach(async () => {
    const env = { KEYLEDGER_COMMAND_BURST: '100000', KEYLEDGER_COMMAND_TIMEOUT: `${String(COMMAND_TIMEOUT_MS)}ms` };
    const ledger = { bootstrap: kafka.bootstrap, topic: freshTopic() };
    cluster = await startCluster({ kafka: ledger, authorities: 2, apiNodes: 3, env });
    organization = await cluster.admin().organization('acme');
    await expectSameState(cluster);
  });
  afterEach(() => cluster.stop(), 60_000);
  afterAll(() => kafka.stop());

  /** Traffic while something happens to the broker, after which everything has to recover by itself. */
  const underTraffic = async (what: string, trouble: (traffic: Traffic) => Promise<void>): Promise<Traffic> => {
    const traffic = new Traffic(cluster, organization, new Seeded(what));
    try {
      await traffic.goesOn(WARM, RECOVERY_MS);
      await trouble(traffic);
      const since = performance.now();
      await traffic.goesOn(WARM, RECOVERY_MS);
      console.log(
        `${what}: recovered, with ${String(WARM)} more keys, within ${String(Math.round(performance.now() - since))} ms`,
      );
    } finally {
      await traffic.stop();
      console.log(JSON.stringify(Object.fromEntries(traffic.counts)));
    }
    return traffic;
  };

  it('comes back from a kill: nothing acknowledged is lost or undone, nothing is refused falsely or done twice', async () => {
    const traffic = await underTraffic('killed broker', async (running) => {
      await broker().kill('SIGKILL');
      await expectCachedKeysAccepted(running);
      await broker().start();
    });
    await expectAllTrue(cluster, organization, traffic);
  });

  it('comes back from a hang longer than leases last, with the same promises; meanwhile nothing is accepted', async () => {
    const traffic = await underTraffic('hanging broker', async (running) => {
      await broker().kill('SIGSTOP');
      try {
        await expectCachedKeysAccepted(running);
        await delay(HANG_MS); // the hang itself, not a wait for something
        await expectNothingAccepted(running);
      } finally {
        await broker().kill('SIGCONT');
      }
    });
    const unknown = ['create', 'revoke'].map((verb) => traffic.count(`${verb} 503 outcome_unknown`));
    expect(Math.max(...unknown), 'commands were under way').toBeGreaterThan(0);
    await expectAllTrue(cluster, organization, traffic);
  });
});

/** Every node goes on accepting keys while there is no ledger: as long as its lease lasts. */
async function expectCachedKeysAccepted(traffic: Traffic): Promise<void> {
  for (const node of [0, 1, 2]) {
    const before = traffic.count(`node ${String(node)} 200 `);
    await eventually(() => traffic.count(`node ${String(node)} 200 `) >= before + 20);
  }
}

/** Without a lease there is no safe answer. */
async function expectNothingAccepted(traffic: Traffic): Promise<void> {
  const count = (answer: string): number[] => [0, 1, 2].map((node) => traffic.count(`node ${String(node)} ${answer}`));
  const [accepted, refused] = [count('200 '), count('503 digest_key_unavailable')];
  await eventually(
    () => count('503 digest_key_unavailable').every((now, node) => now > (refused[node] ?? 0)),
    REFUSED_WITHIN_MS,
  );
  expect(count('200 ')).toEqual(accepted);
}

async function expectAllTrue(cluster: Cluster, organization: string, traffic: Traffic): Promise<void> {
  expect(traffic.violations).toEqual([]);
  await expectSameState(cluster);
  for (const authority of cluster.authorities.keys()) {
    const path = `/v1/organizations/${organization}/keys`;
    const keys = await wholeList<{ name: string; id: string }>(cluster.admin(authority), path);
    expect(keys, 'every command took effect once').toHaveLength(traffic.created.size);
    expect(new Map(keys.map(({ name, id }) => [name, id]))).toEqual(new Map(traffic.created));
  }
  await forEachOf(traffic.keys, async ({ id, secret, revocation }) => {
    const isRevoked = revocation === 'acknowledged';
    const { history } = await agreedKey(cluster, id);
    expect(history.map(({ type }) => type)).toEqual(['key.created', ...(isRevoked ? ['key.revoked'] : [])]);
    await eventually(async () => {
      const codes = (await cluster.everywhere(secret)).map(({ reasonCode }) => reasonCode);
      expect(codes, id).toEqual(codes.map(() => (isRevoked ? 'revoked_key' : '')));
      return true;
    });
  });
}
