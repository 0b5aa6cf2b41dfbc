import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Agent } from 'undici';
import { AdminClient } from '../kit/admin-client.ts';
import { type Cluster, freshTopic, startCluster } from '../kit/cluster.ts';
import { eventually } from '../kit/eventually.ts';
import { describeWithKafka } from '../kit/kafka/index.ts';

/** docs/guarantee.md: what takes authority away beside a revoke is under the same promise. */
describe('what takes authority away, on the embedded ledger', () => {
  takenAway(() => startCluster({ apiNodes: 2 }));
});

await describeWithKafka('what takes authority away, on Kafka with two authorities', (bootstrap) => {
  takenAway(() => startCluster({ kafka: { bootstrap, topic: freshTopic() }, authorities: 2, apiNodes: 2 }));
});

const ROUNDS = 10;

function takenAway(start: () => Promise<Cluster>): void {
  let cluster: Cluster;
  let organization: string;
  const agent = new Agent();

  beforeAll(async () => {
    cluster = await start();
    organization = await cluster.admin().organization('acme');
  }, 120_000);
  afterAll(async () => {
    await agent.close();
    await cluster.stop();
  }, 60_000);

  const codes = async (secret: string): Promise<string[]> =>
    (await cluster.everywhere(secret)).map(({ reasonCode }) => reasonCode);
  const untilEvery = (secret: string, code: string): Promise<unknown> =>
    eventually(async () => (await codes(secret)).every((each) => each === code));

  /** What every authority answers whoever has this token or key. */
  const statuses = (secret: string): Promise<number[]> => {
    const path = `/v1/organizations/${organization}/keys`;
    const asking = cluster.authorities.map(async ({ addresses }) => {
      const admin = new AdminClient(() => addresses['http'] ?? '', secret, cluster.secrets, agent);
      return (await admin.call('GET', path)).status;
    });
    return Promise.all(asking);
  };
  const untilKnown = (secret: string): Promise<unknown> =>
    eventually(async () => (await statuses(secret)).every((status) => status === 200));
  const everyAuthority = (status: number): number[] => cluster.authorities.map(() => status);

  it("after an organization's pause every node's first answer is disabled_key, for each of its keys, until it is resumed", async () => {
    const paused = await cluster.admin().organization('paused');
    const { secret: unaffected } = await cluster.admin().key(organization);
    const keys = await Promise.all(['one', 'two'].map((name) => cluster.admin().key(paused, { name })));
    for (let round = 0; round < ROUNDS; round++) {
      for (const { secret } of keys) await untilEvery(secret, '');
      const answer = await cluster.admin().call('POST', `/v1/organizations/${paused}/pause`);
      expect(answer.body).toMatchObject({ applied: 'everywhere', effective_within_ms: 0 });
      for (const { secret } of keys) expect(await codes(secret)).toEqual(['disabled_key', 'disabled_key']);
      await cluster.admin().call('POST', `/v1/organizations/${paused}/resume`);
    }
    expect(await codes(unaffected)).toEqual(['', '']);
  });

  it("after a token's revocation its next call is 401 at every authority", async () => {
    const tokens = `/v1/organizations/${organization}/tokens`;
    for (let round = 0; round < ROUNDS; round++) {
      const { body } = await cluster.admin().call('POST', tokens, { name: `token ${String(round)}`, role: 'owner' });
      const secret = String(body['secret']);
      await untilKnown(secret);
      const removed = await cluster.admin().call('DELETE', `${tokens}/${String(body['id'])}`);
      expect(removed.body).toMatchObject({ applied: 'everywhere' });
      expect(await statuses(secret)).toEqual(everyAuthority(401));
    }
  });

  it.each(['pause', 'revoke'])("after a managing key's %s its next call is 401 at every authority", async (verb) => {
    for (let round = 0; round < ROUNDS; round++) {
      const { id, secret } = await cluster.admin().key(organization, { scopes: ['keys.manage'] });
      await untilKnown(secret);
      expect((await cluster.admin().command(id, verb)).body).toMatchObject({ applied: 'everywhere' });
      expect(await statuses(secret)).toEqual(everyAuthority(401));
    }
  });

  it("after a member's removal every authority knows it", async () => {
    const members = `/v1/organizations/${organization}/members`;
    for (let round = 0; round < ROUNDS; round++) {
      const subject = `person-${String(round)}`;
      const { body } = await cluster.admin().call('POST', members, { subject, role: 'operator' });
      const path = `${members}/${String(body['id'])}`;
      const removed = await cluster.admin().call('DELETE', path);
      expect(removed.body).toMatchObject({ applied: 'everywhere' });
      const atLeast = String(removed.body['position']);
      for (const index of cluster.authorities.keys()) {
        const { body: seen } = await cluster.admin(index).call('GET', path, undefined, { atLeast });
        expect(seen).toMatchObject({ state: 'removed' });
      }
    }
  });
}
