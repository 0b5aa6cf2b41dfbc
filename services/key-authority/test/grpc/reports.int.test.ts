import { beforeEach, expect, test } from 'vitest';
import { type Json, type TestApi, startTestApi } from '../support/test-api.ts';
import { type TestGrpc, startTestGrpc } from '../support/test-grpc.ts';

const DAY_MS = 86_400_000;

let api: TestApi;
let grpc: TestGrpc;
let acme: string;
let key: string;
let minute: number;

beforeEach(async () => {
  api = await startTestApi();
  acme = await api.organization('acme');
  const end = new Date(api.clock.now + 7 * DAY_MS).toISOString();
  ({ id: key } = await api.key(acme, { name: 'ending', expires_at: end }));
  minute = api.clock.now;
  grpc = await startTestGrpc(api);
  return async () => {
    await grpc.stop();
    await api.stop();
  };
});

const seconds = (timeMs: number): Json => ({ seconds: Math.floor(timeMs / 1000), nanos: (timeMs % 1000) * 1_000_000 });

async function told(): Promise<void> {
  const usage = {
    minute,
    keyId: key,
    organizationId: acme,
    route: 'audio.get',
    scopes: ['audio:read'],
    status: 200,
    country: 'CH',
    requests: 3,
    bytesIn: 10,
    bytesOut: 100,
    lastUsedAt: minute + 1_234,
    latency: { sumMicros: 3_000, buckets: new Map([[14, 3]]) },
  };
  const incident = { minute, reason: 'invalid_key', source: '192.0.2.1', keyId: '', organizationId: '', count: 4 };
  await api.usage.take({ node: 'aa', sequence: 1, usage: [usage], security: [incident] }, minute + 60_000);
  api.clock.now += 1;
}

test('the use of a key is told over gRPC as over REST', async () => {
  await told();
  const { status, message } = await grpc.call('GetKeyUsage', { id: key, groupBy: ['route', 'country'] });
  const totals = { requests: 3, successes: 3, clientErrors: 0, serverErrors: 0, bytesIn: 10, bytesOut: 100 };
  expect({ status, ...message }).toMatchObject({
    status: '0',
    interval: 'hour',
    to: seconds(minute + 3_600_000),
    lastUsedAt: seconds(minute + 1_234),
    totals,
    items: [{ start: seconds(minute), group: { route: 'audio.get', country: 'CH' }, totals }],
  });
  const { body } = await api.call('GET', `/v1/keys/${key}/usage`);
  expect((message['totals'] as Json)['latencyMs']).toEqual((body['totals'] as Json)['latency_ms']);
});

test('security events are told over gRPC, by category', async () => {
  await told();
  const all = await grpc.call('ListSecurityEvents', {});
  expect(all.message).toEqual({
    items: [
      {
        minute: seconds(minute),
        category: 'failed_authentication',
        reasonCode: 'invalid_key',
        source: '192.0.2.1',
        keyId: '',
        organizationId: '',
        count: 4,
      },
    ],
    nextCursor: '',
  });
  expect((await grpc.call('ListSecurityEvents', { category: 'rate_limit' })).message['items']).toEqual([]);
});

test('notices are told over gRPC, by kind', async () => {
  const [notice] = (await grpc.call('ListNotices', {})).message['items'] as Json[];
  const expiresAt = seconds(minute + 7 * DAY_MS);
  expect(notice).toMatchObject({
    kind: 'key.expires_soon',
    keyId: key,
    keyName: 'ending',
    until: expiresAt,
    expiresAt,
  });
  expect(notice).toMatchObject({ organizationId: acme, lastUsedAt: null, busyHour: null });
  expect((await grpc.call('ListNotices', { kind: 'key.near_limit' })).message['items']).toEqual([]);
});
