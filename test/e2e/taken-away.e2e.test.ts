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
/** To each authority at once. */
const SENT = 10;

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
  const statuses = (secret: string, of = organization): Promise<number[]> => {
    const path = `/v1/organizations/${of}/keys`;
    const asking = cluster.authorities.map(async ({ addresses }) => {
      const admin = new AdminClient(() => addresses['http'] ?? '', secret, cluster.secrets, agent);
      return (await admin.call('GET', path)).status;
    });
    return Promise.all(asking);
  };
  const untilKnown = (secret: string, of = organization): Promise<unknown> =>
    eventually(async () => (await statuses(secret, of)).every((status) => status === 200));
  const everyAuthority = (status: number): number[] => cluster.authorities.map(() => status);

  /** What ends somebody, and who that is. */
  type Ending = [path: string, method: 'DELETE' | 'POST', who: { id: string; secret: string }];
  const tokenOf = async (own: string): Promise<Ending> => {
    const tokens = `/v1/organizations/${own}/tokens`;
    const { body } = await cluster.admin().call('POST', tokens, { name: 'token', role: 'owner' });
    const [id, secret] = [String(body['id']), String(body['secret'])];
    await untilKnown(secret, own);
    return [`${tokens}/${id}`, 'DELETE', { id, secret }];
  };
  const managerOf = async (own: string): Promise<Ending> => {
    const key = await cluster.admin().key(own, { scopes: ['keys.manage'] });
    await untilKnown(key.secret, own);
    return [`/v1/keys/${key.id}/revoke`, 'POST', key];
  };
  const actorsOf = (items: unknown): string[] =>
    (items as { actor: { subject: string } }[]).map(({ actor }) => actor.subject);

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

  it.each(['a token', 'a managing key'])(
    'what %s asks for takes effect before its revocation, or not at all',
    async (kind) => {
      const admin = cluster.admin();
      for (let round = 0; round < ROUNDS; round++) {
        const own = await admin.organization(`${kind.replaceAll(' ', '-')}-${String(round)}`);
        const [path, end, by] = kind === 'a token' ? await tokenOf(own) : await managerOf(own);
        const sending = cluster.authorities.flatMap(({ addresses }) => {
          const sender = new AdminClient(() => addresses['http'] ?? '', by.secret, cluster.secrets, agent);
          return Array.from({ length: SENT }, () =>
            sender.call('POST', `/v1/organizations/${own}/keys`, { name: 'made' }),
          );
        });
        const ended = await admin.call(end, path);
        expect(ended.body).toMatchObject({ applied: 'everywhere' });
        const told = (await Promise.all(sending)).map(({ status }) => status);
        const made = told.filter((status) => status === 201);
        expect(told.filter((status) => status !== 401)).toEqual(made);
        const atLeast = String(ended.body['position']);
        const { body: later } = await admin.call('GET', `/v1/ledger/events?limit=100&after=${atLeast}`, undefined, {
          atLeast,
        });
        expect(actorsOf(later['items'])).not.toContain(by.id);
        const { body: keys } = await admin.call('GET', `/v1/organizations/${own}/keys?limit=100`, undefined, {
          atLeast,
        });
        expect(keys['items']).toHaveLength(made.length + (kind === 'a token' ? 0 : 1));
      }
    },
  );

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
