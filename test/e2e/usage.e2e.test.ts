import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, freshTopic, startCluster } from '../kit/cluster.ts';
import { eventually } from '../kit/eventually.ts';
import { describeWithKafka } from '../kit/kafka/index.ts';
import { unknownKey } from '../kit/keys.ts';

type Json = Readonly<Record<string, unknown>>;

const env = { KEYLEDGER_USAGE_INTERVAL: '1s' };

describe('what keys are used for, on the embedded ledger', () => {
  usage(() => startCluster({ apiNodes: 2, env }));
});

await describeWithKafka('what keys are used for, on Kafka, with two authorities', (bootstrap) => {
  // One node writes to the topic itself, the other one by an authority.
  const envOf = (name: string): Record<string, string> => (name === 'node-1' ? { KEYLEDGER_LEDGER: 'authority' } : {});
  const kafka = { bootstrap, topic: freshTopic() };
  usage(() => startCluster({ kafka, authorities: 2, apiNodes: 2, env, envOf }));
});

function usage(start: () => Promise<Cluster>): void {
  let cluster: Cluster;
  let organization: string;

  beforeAll(async () => {
    cluster = await start();
    organization = await cluster.admin().organization('acme');
  }, 120_000);
  afterAll(() => cluster.stop(), 60_000);

  const get = async (authority: number, path: string): Promise<Json> => {
    const { status, body } = await cluster.admin(authority).call('GET', path);
    expect(status).toBe(200);
    return body;
  };
  /** At each authority, once it knows of so many requests. */
  const known = (keyId: string, requests: number, query = ''): Promise<Json[]> =>
    Promise.all(
      cluster.authorities.map((_, authority) =>
        eventually(async () => {
          const { last_used_at: used } = await get(authority, `/v1/keys/${keyId}`);
          if (used === null) return undefined;
          const body = await get(authority, `/v1/keys/${keyId}/usage?interval=minute${query}`);
          return (body['totals'] as Json)['requests'] === requests ? body : undefined;
        }),
      ),
    );

  it('is known of the requests through every node, once each, wherever it is asked', async () => {
    const key = await cluster.admin().key(organization);
    const before = Date.now();
    for (let n = 0; n < 3; n++) await cluster.everywhere(key.secret);
    for (const body of await known(key.id, 6, '&group_by=status_class')) {
      expect(body).toMatchObject({ totals: { successes: 6, error_rate: 0 } });
      expect((body['items'] as Json[]).map(({ status_class: kind }) => kind)).toEqual(
        (body['items'] as Json[]).map(() => '2xx'),
      );
      const totals = body['totals'] as Record<'bytes_out' | 'latency_ms', unknown>;
      expect(totals.bytes_out).toBeGreaterThan(0);
      expect(totals.latency_ms).toMatchObject({ p99: expect.any(Number) as number });
      expect(Date.parse(String(body['last_used_at']))).toBeGreaterThanOrEqual(before);
    }
  });

  it('is handed on by a node that stops', async () => {
    const key = await cluster.admin().key(organization);
    expect((await cluster.request(1, key.secret)).status).toBe(200);
    await cluster.apiNodes[1]?.stop();
    await known(key.id, 1);
    await cluster.startApiNode(1);
  });

  it('is handed on when the authority is back, and meanwhile changes no answer', async () => {
    const key = await cluster.admin().key(organization);
    await cluster.everywhere(key.secret);
    await cluster.authorities[0]?.stop();
    // By the lease that each node still holds, or by its authority where it has none.
    const answers = await cluster.everywhere(key.secret);
    expect(answers.every(({ status }) => status === 200 || status === 503)).toBe(true);
    await cluster.startAuthority(0);
    const counted = answers.filter(({ status }) => status === 200).length;
    await known(key.id, 2 + counted);
  });

  it('is not known of a key that nobody knows, which is a security event', async () => {
    await cluster.request(0, unknownKey());
    await cluster.request(0, null);
    const seen = async (authority: number) => {
      const { items } = await get(authority, '/v1/security-events?category=failed_authentication');
      const reasons = (items as Json[]).map(({ reason_code: reason, source }) => [reason, source]);
      expect(reasons).toEqual(
        expect.arrayContaining([
          ['invalid_key', '127.0.0.1'],
          ['missing_bearer', '127.0.0.1'],
        ]),
      );
      return true;
    };
    for (const authority of cluster.authorities.keys()) await eventually(() => seen(authority));
  });
}
