import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectSameState } from '../kit/agreement.ts';
import { type Cluster, freshTopic, startCluster } from '../kit/cluster.ts';
import { eventually } from '../kit/eventually.ts';
import { describeWithKafka } from '../kit/kafka/index.ts';

const ROUNDS = 10;

await describeWithKafka('a node that has refused a key', (bootstrap) => {
  let cluster: Cluster;
  let organization: string;

  beforeAll(async () => {
    // A revoke waits for the lease of the authority that stands still.
    const env = { KEYLEDGER_MAX_STALENESS: '2s' };
    cluster = await startCluster({ kafka: { bootstrap, topic: freshTopic() }, authorities: 2, apiNodes: 2, env });
    organization = await cluster.admin().organization('acme');
    await expectSameState(cluster);
  }, 120_000);
  afterAll(() => cluster.stop(), 60_000);

  /** Revokes through the other authority, lets every node refuse the key, and then forget it. */
  const refusedAndForgotten = async (id: string, secret: string): Promise<void> => {
    const other = cluster.admin(1);
    expect((await other.command(id, 'revoke')).status).toBe(200);
    await eventually(async () => {
      const answers = await cluster.everywhere(secret);
      return answers.every(({ reasonCode }) => reasonCode === 'revoked_key');
    });
    const patched = await other.call('PATCH', `/v1/organizations/${organization}`, { name: `after ${id}` });
    expect(patched.status).toBe(200);
    const [, authority] = cluster.authorities;
    if (authority === undefined) throw new Error('unreachable');
    const { position } = await cluster.state(authority);
    await eventually(async () => {
      const states = await Promise.all(cluster.apiNodes.map((node) => cluster.state(node)));
      return states.every((state) => Number(state['position']) >= Number(position));
    });
  };

  it('never accepts it again on the word of an authority that has read less', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { id, secret } = await cluster.admin().key(organization);
      await expectSameState(cluster);
      await eventually(async () => (await cluster.everywhere(secret)).every(({ status }) => status === 200));
      cluster.authorities[0]?.kill('SIGSTOP');
      let asked: ReturnType<Cluster['everywhere']>;
      try {
        await refusedAndForgotten(id, secret);
        asked = cluster.everywhere(secret);
        await eventually(async () => (await cluster.request(0, null)).status === 401);
      } finally {
        cluster.authorities[0]?.kill('SIGCONT');
      }
      for (const { status, reasonCode } of await asked) {
        expect(['revoked_key', 'digest_key_unavailable'], String(status)).toContain(reasonCode);
      }
    }
  }, 120_000);
});
