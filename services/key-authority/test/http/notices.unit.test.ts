import { beforeEach, expect, test } from 'vitest';
import { type Json, type TestApi, startTestApi } from '../support/test-api.ts';
import { NODE_TOKEN } from '../support/test-authority.ts';

const DAY = 86_400_000;

let api: TestApi;
let acme: string;
let globex: string;

beforeEach(async () => {
  api = await startTestApi();
  acme = await api.organization('acme');
  globex = await api.organization('globex');
  return () => api.stop();
});

const at = (days: number): string => new Date(api.clock.now + days * DAY).toISOString();

async function notices(query = '', token?: string): Promise<Json[]> {
  const answer = await api.call('GET', `/v1/notices${query}`, token === undefined ? {} : { token });
  expect(answer.status).toBe(200);
  return answer.body['items'] as Json[];
}

const kinds = async (query = ''): Promise<unknown[]> => (await notices(query)).map(({ kind }) => kind);

test('a key is listed from 14 days before its end until then', async () => {
  const key = await api.key(acme, { name: 'ending', expires_at: at(20) });
  expect(await notices()).toEqual([]);
  const [since, until] = [at(6), at(20)];
  const secretCreatedAt = at(0);
  api.clock.now += 6 * DAY;
  const notice = {
    kind: 'key.expires_soon',
    organization_id: acme,
    key_id: key.id,
    key_name: 'ending',
    since,
    until,
    expires_at: until,
    secret_created_at: secretCreatedAt,
    last_used_at: null,
    busy_hour: null,
  };
  expect(await notices()).toEqual([notice]);
  api.clock.now += 14 * DAY;
  expect(await notices()).toEqual([]);
});

test('a secret of 90 days is due for rotation until it is rotated', async () => {
  const key = await api.key(acme);
  api.clock.now += 90 * DAY;
  expect(await kinds()).toEqual(['key.rotation_due']);
  expect((await api.call('POST', `/v1/keys/${key.id}/rotate`)).status).toBe(200);
  expect(await kinds()).toEqual([]);
});

test('a revoked key is not listed', async () => {
  const key = await api.key(acme, { expires_at: at(3) });
  expect(await kinds()).toEqual(['key.expires_soon']);
  await api.call('POST', `/v1/keys/${key.id}/revoke`);
  expect(await kinds()).toEqual([]);
});

test('notices are listed by kind and organization, page by page', async () => {
  await api.key(acme);
  await api.key(globex, { expires_at: at(95) });
  api.clock.now += 90 * DAY;
  expect(await kinds('?kind=key.expires_soon')).toEqual(['key.expires_soon']);
  expect(await kinds(`?organization_id=${acme}`)).toEqual(['key.rotation_due']);
  const pages: unknown[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const answer = await api.call('GET', `/v1/notices?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`);
    pages.push((answer.body['items'] as Json[])[0]?.['kind']);
    cursor = answer.body['next_cursor'] as string | null;
  }
  expect(pages).toEqual(['key.rotation_due', 'key.rotation_due', 'key.expires_soon']);
});

test('who is bound to an organization sees its notices alone', async () => {
  await api.key(globex, { expires_at: at(3) });
  const mine = await api.key(acme, { expires_at: at(3) });
  const token = await api.token(acme, 'administrator');
  expect((await notices('', token)).map(({ key_id }) => key_id)).toEqual([mine.id]);
  expect((await notices(`?organization_id=${acme}`, token)).map(({ key_id }) => key_id)).toEqual([mine.id]);
  const foreign = await api.call('GET', `/v1/notices?organization_id=${globex}`, { token });
  const unknown = await api.call('GET', '/v1/notices?organization_id=org_none', { token });
  expect([foreign.status, foreign.body['detail']]).toEqual([404, unknown.body['detail']]);
});

test.each(['operator', 'driver'])('the role %s sees none', async (role) => {
  const token = await api.token(acme, role);
  expect((await api.call('GET', '/v1/notices', { token })).status).toBe(403);
});

test('neither do the API nodes, nor anybody without a token', async () => {
  expect((await api.call('GET', '/v1/notices', { token: NODE_TOKEN })).status).toBe(403);
  expect((await api.call('GET', '/v1/notices', { token: null })).status).toBe(401);
});

test.each(['kind=key.late', 'cursor=bm9uZQ', 'limit=0', 'since=now'])('%s is refused', async (query) => {
  expect((await api.call('GET', `/v1/notices?${query}`)).body).toMatchObject({ code: 'validation_failed' });
});
