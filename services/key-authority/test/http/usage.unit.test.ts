import type { SecurityRow, UsageRow } from '@keyledger/ports';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Json, type TestApi, startTestApi } from '../support/test-api.ts';
import { NODE_TOKEN } from '../support/test-authority.ts';

let api: TestApi;
let acme: string;
let key: string;
let minute: number;
let sequence = 0;

beforeEach(async () => {
  api = await startTestApi();
  acme = await api.organization('acme');
  ({ id: key } = await api.key(acme));
  minute = api.clock.now;
  return () => api.stop();
});

const used = (change: Partial<UsageRow> = {}): UsageRow => ({
  minute,
  keyId: key,
  organizationId: acme,
  route: 'audio.get',
  scopes: ['documents:read', 'audio:read'],
  status: 200,
  country: 'CH',
  requests: 3,
  bytesIn: 10,
  bytesOut: 100,
  lastUsedAt: minute + 1_234,
  latency: { sumMicros: 3_000, buckets: new Map([[14, 3]]) },
  ...change,
});

const incident = (change: Partial<SecurityRow> = {}): SecurityRow => ({
  minute,
  reason: 'invalid_key',
  source: '192.0.2.1',
  keyId: '',
  organizationId: '',
  count: 4,
  ...change,
});

const told = (usage: readonly UsageRow[], security: readonly SecurityRow[] = []) =>
  api.usage.take({ node: 'aa', sequence: (sequence += 1), usage, security }, api.clock.now + 60_000);

const get = async (url: string, token?: string): Promise<Json> => {
  const answer = await api.call('GET', url, token === undefined ? {} : { token });
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
};

const status = async (url: string, token: string): Promise<number> => (await api.call('GET', url, { token })).status;

describe("a key's usage", () => {
  test('tells requests, rates, bytes and latency of the last day, by hours', async () => {
    await told([used(), used({ status: 503, requests: 1, lastUsedAt: 0 })]);
    expect(await get(`/v1/keys/${key}/usage`)).toEqual({
      key_id: key,
      interval: 'hour',
      from: '2026-11-21T20:00:00.000Z',
      to: '2026-11-22T20:00:00.000Z',
      last_used_at: '2026-11-22T20:00:01.234Z',
      totals: expect.objectContaining({
        requests: 0,
        success_rate: null,
        error_rate: null,
        latency_ms: null,
      }) as object,
      items: [],
    });
    api.clock.now += 1;
    expect(await get(`/v1/keys/${key}/usage`)).toMatchObject({
      to: '2026-11-22T21:00:00.000Z',
      totals: {
        requests: 4,
        successes: 3,
        client_errors: 0,
        server_errors: 1,
        success_rate: 0.75,
        error_rate: 0.25,
        bytes_in: 20,
        bytes_out: 200,
        latency_ms: { mean: 1.5, p50: 1.131, p95: 1.131, p99: 1.131 },
      },
      items: [{ start: '2026-11-22T20:00:00.000Z', requests: 4 }],
    });
  });

  test('is told apart by route, scope, kind of status and country', async () => {
    await told([used(), used({ route: 'encounters.list', scopes: ['encounters:read'], status: 429, country: '' })]);
    const range = 'from=2026-11-22T00:00:00Z&to=2026-11-23T00:00:00Z';
    const by = async (groups: string) =>
      ((await get(`/v1/keys/${key}/usage?${range}&interval=day&group_by=${groups}`))['items'] as Json[]).map((item) =>
        Object.fromEntries([...groups.split(','), 'requests'].map((name) => [name, item[name]])),
      );
    expect(await by('route,status_class')).toEqual([
      { route: 'audio.get', status_class: '2xx', requests: 3 },
      { route: 'encounters.list', status_class: '4xx', requests: 3 },
    ]);
    expect((await by('scope')).map(({ scope }) => scope)).toEqual(['documents:read', 'audio:read', 'encounters:read']);
    expect((await by('country')).map(({ country }) => country)).toEqual(['CH', '']);
  });

  test('is kept of a revoked key', async () => {
    await told([used()]);
    await api.call('POST', `/v1/keys/${key}/revoke`);
    api.clock.now += 1;
    expect(await get(`/v1/keys/${key}/usage`)).toMatchObject({ totals: { requests: 3 } });
  });

  test.each([
    ['from=2026-11-22T00:00:00Z&to=2026-11-21T00:00:00Z', 'from'],
    ['from=2026-01-01T00:00:00Z&interval=minute', 'from'],
    ['from=soon', 'from'],
    ['interval=week', 'interval'],
    ['group_by=route,route', 'group_by'],
    ['group_by=key', 'group_by'],
    ['groups=route', 'groups'],
  ])('asked for by %s is refused, naming %s', async (query, field) => {
    const answer = await api.call('GET', `/v1/keys/${key}/usage?${query}`);
    expect(answer).toMatchObject({ status: 422, body: { code: 'validation_failed', errors: [{ field }] } });
  });
});

test('the last use stands on the key, in lists and in the answers of commands', async () => {
  await told([used()]);
  const last_used_at = '2026-11-22T20:00:01.234Z';
  expect(await get(`/v1/keys/${key}`)).toMatchObject({ last_used_at });
  expect(await get(`/v1/organizations/${acme}/keys`)).toMatchObject({ items: [{ last_used_at }] });
  expect((await api.call('POST', `/v1/keys/${key}/pause`)).body).toMatchObject({ last_used_at });
});

describe('security events', () => {
  test('say what, when, from where, about which key and how often', async () => {
    await told([], [incident(), incident({ reason: 'ip_not_allowed', keyId: key, organizationId: acme, source: '' })]);
    const { items } = await get('/v1/security-events');
    expect(items).toEqual([
      {
        minute: '2026-11-22T20:00:00.000Z',
        category: 'ip_restriction',
        reason_code: 'ip_not_allowed',
        source: null,
        key_id: key,
        organization_id: acme,
        count: 4,
      },
      {
        minute: '2026-11-22T20:00:00.000Z',
        category: 'failed_authentication',
        reason_code: 'invalid_key',
        source: '192.0.2.1',
        key_id: null,
        organization_id: null,
        count: 4,
      },
    ]);
  });

  test('are paged, and found by category, key and organization', async () => {
    await told(
      [],
      [
        incident(),
        incident({ reason: 'rate_limited', keyId: key, organizationId: acme }),
        incident({ reason: 'key_in_query', source: '192.0.2.2' }),
      ],
    );
    const codes = async (query: string) =>
      ((await get(`/v1/security-events?${query}`))['items'] as Json[]).map((item) => item['reason_code']);
    expect(await codes('category=key_in_query')).toEqual(['key_in_query']);
    expect(await codes(`key_id=${key}`)).toEqual(['rate_limited']);
    expect(await codes(`organization_id=${acme}&from=2026-11-22T20:00:00Z`)).toEqual(['rate_limited']);
    const first = await get('/v1/security-events?limit=2');
    expect(await codes(`limit=2&cursor=${String(first['next_cursor'])}`)).toHaveLength(1);
  });
});

describe('what may be read', () => {
  test('by an organization is its own, and by its operators and drivers nothing', async () => {
    await told([used()], [incident(), incident({ reason: 'rate_limited', keyId: key, organizationId: acme })]);
    const globex = await api.organization('globex');
    const [own, other, operator] = await Promise.all([
      api.token(acme, 'administrator'),
      api.token(globex, 'owner'),
      api.token(acme, 'operator'),
    ]);
    const usage = `/v1/keys/${key}/usage`;
    expect(await status(usage, own)).toBe(200);
    expect(await status(usage, other)).toBe(404);
    expect(await status(usage, operator)).toBe(403);
    expect((await get('/v1/security-events', own))['items']).toMatchObject([{ reason_code: 'rate_limited' }]);
    expect((await get('/v1/security-events', other))['items']).toEqual([]);
    expect(await status(`/v1/security-events?organization_id=${acme}`, other)).toBe(404);
    expect(await status('/v1/security-events', operator)).toBe(403);
  });

  test('by a node is nothing: it reports', async () => {
    expect(await status(`/v1/keys/${key}/usage`, NODE_TOKEN)).toBe(403);
    expect(await status('/v1/security-events', NODE_TOKEN)).toBe(403);
  });
});
