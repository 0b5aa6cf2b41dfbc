import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, freshTopic, startCluster } from '../kit/cluster.ts';
import { eventually } from '../kit/eventually.ts';
import { describeWithKafka } from '../kit/kafka/index.ts';
import { unknownKey } from '../kit/keys.ts';

describe('the life of a key, on the embedded ledger', () => {
  lifeOfAKey(() => startCluster({ apiNodes: 3 }));
});

await describeWithKafka('the life of a key, on Kafka with two authorities', (bootstrap) => {
  lifeOfAKey(() => startCluster({ kafka: { bootstrap, topic: freshTopic() }, authorities: 2, apiNodes: 3 }));
});

/** How soon a node must feel an event; milliseconds are usual, and measured by the benchmark, not here. */
const FELT_WITHIN_MS = 5_000;

function lifeOfAKey(start: () => Promise<Cluster>): void {
  let cluster: Cluster;
  let organization: string;

  beforeAll(async () => {
    cluster = await start();
    organization = await cluster.admin().organization('acme');
  }, 120_000);
  afterAll(() => cluster.stop(), 60_000);

  const misses = async (): Promise<number> => {
    const each = cluster.apiNodes.map((node) => cluster.metric(node, 'keyledger_cache_lookups_total', 'result="miss"'));
    return (await Promise.all(each)).reduce((sum, count) => sum + count, 0);
  };
  /** A key that every node has in its cache. */
  const cachedKey = async (fields: object = {}) => {
    const key = await cluster.admin().key(organization, fields);
    await eventually(async () => (await cluster.everywhere(key.secret)).every(({ status }) => status === 200));
    await cluster.everywhere(key.secret);
    return key;
  };
  const everywhereSoon = (secret: string, status: number, reasonCode: string) =>
    eventually(async () => {
      const answers = await cluster.everywhere(secret);
      expect(answers.map((answer) => [answer.status, answer.reasonCode])).toEqual(
        answers.map(() => [status, reasonCode]),
      );
      return true;
    }, FELT_WITHIN_MS);

  it('a created key is accepted by every node, and the upstream is told whose it is', async () => {
    const { id, secret } = await cachedKey({ scopes: ['a:read'] });
    const { body } = await cluster.request(0, secret);
    expect(body['key']).toMatchObject({ id, organization, kind: 'secret', environment: 'live', scopes: ['a:read'] });
  });

  it('a revoked key is refused by every node, which asks nobody for what it had cached', async () => {
    const { id, secret } = await cachedKey();
    const before = await misses();
    expect((await cluster.admin().command(id, 'revoke')).status).toBe(200);
    await everywhereSoon(secret, 401, 'revoked_key');
    expect(await misses()).toBe(before);
  });

  it('a paused key is refused until it is resumed', async () => {
    const { id, secret } = await cachedKey();
    const before = await misses();
    await cluster.admin().command(id, 'pause');
    await everywhereSoon(secret, 401, 'disabled_key');
    await cluster.admin().command(id, 'resume');
    await everywhereSoon(secret, 200, '');
    expect(await misses()).toBe(before);
  });

  it('both secrets of a rotation are accepted until the overlap ends by the clock of the node', async () => {
    const { id, secret } = await cachedKey();
    const overlapMs = 6_000;
    const rotated = await cluster.admin().command(id, 'rotate', { overlap: 'PT6S' });
    const endsAt = Date.parse(String((rotated.body['rotation'] as { ends_at: string }).ends_at));
    expect(endsAt - Date.now()).toBeLessThanOrEqual(overlapMs);
    const next = String(rotated.body['secret']);
    await everywhereSoon(next, 200, '');
    await everywhereSoon(secret, 200, '');
    await delay(Math.max(0, endsAt - Date.now()));
    const answers = await cluster.everywhere(secret);
    expect(answers.map(({ reasonCode }) => reasonCode)).toEqual(answers.map(() => 'revoked_key'));
    await everywhereSoon(next, 200, '');
  });

  it('a rotation without overlap ends the old secret at once', async () => {
    const { id, secret } = await cachedKey();
    const rotated = await cluster.admin().command(id, 'rotate', { overlap: 'PT0S' });
    await everywhereSoon(secret, 401, 'revoked_key');
    await everywhereSoon(String(rotated.body['secret']), 200, '');
  });

  it('finishing a rotation ends the old secret', async () => {
    const { id, secret } = await cachedKey();
    const rotated = await cluster.admin().command(id, 'rotate');
    await everywhereSoon(secret, 200, '');
    await cluster.admin().command(id, 'finish-rotation');
    await everywhereSoon(secret, 401, 'revoked_key');
    await everywhereSoon(String(rotated.body['secret']), 200, '');
  });

  it('a key expires to the second, without an event', async () => {
    const expiresAt = Math.ceil(Date.now() / 1000) * 1000 + 4_000;
    const { secret } = await cachedKey({ expires_at: new Date(expiresAt).toISOString() });
    // What was sent after the date is refused, however seldom a busy machine lets us ask.
    let lastAccepted = 0;
    const firstRefused = await eventually(async () => {
      const sent = Date.now();
      const { reasonCode } = await cluster.request(0, secret);
      if (reasonCode === '') lastAccepted = sent;
      else expect(reasonCode).toBe('expired_key');
      return reasonCode === 'expired_key' ? Date.now() : undefined;
    });
    expect(lastAccepted).toBeLessThan(expiresAt);
    expect(firstRefused).toBeGreaterThanOrEqual(expiresAt);
  });

  it('a paused organization refuses all its keys', async () => {
    const other = await cluster.admin().organization(`paused-${String(Date.now())}`);
    const { secret } = await cluster.admin().key(other);
    await everywhereSoon(secret, 200, '');
    await cluster.admin().call('POST', `/v1/organizations/${other}/pause`);
    await everywhereSoon(secret, 401, 'disabled_key');
    await cluster.admin().call('POST', `/v1/organizations/${other}/resume`);
    await everywhereSoon(secret, 200, '');
  });

  it('a leaked secret can be ended by whoever holds it, at a node', async () => {
    const { secret } = await cachedKey();
    const url = `${cluster.apiNodes[0]?.addresses['http'] ?? ''}/_keyledger/revoke-by-secret`;
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ secret }) });
    expect(response.status).toBe(202);
    await everywhereSoon(secret, 401, 'revoked_key');
  });

  it('what is no usable key has its own code', async () => {
    const { secret } = await cluster.admin().key(organization);
    const unknown = 'kl_sk_live_' + '0'.repeat(43);
    expect((await cluster.request(0, null)).reasonCode).toBe('missing_bearer');
    expect((await cluster.request(0, 'nonsense')).reasonCode).toBe('malformed_token');
    expect((await cluster.request(0, unknown + '000000')).reasonCode).toBe('malformed_token');
    expect((await cluster.request(0, secret.slice(0, -1) + (secret.endsWith('a') ? 'b' : 'a'))).reasonCode).toBe(
      'malformed_token',
    );
    expect((await cluster.request(0, unknownKey())).reasonCode).toBe('invalid_key');
  });
}
