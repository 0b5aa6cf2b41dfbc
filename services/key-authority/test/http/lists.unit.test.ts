import { beforeEach, describe, expect, test } from 'vitest';
import { type Json, type TestApi, startTestApi } from '../support/test-api.ts';

let api: TestApi;
let acme: string;

beforeEach(async () => {
  api = await startTestApi();
  acme = await api.organization('acme');
  return () => api.stop();
});

interface ListPage {
  readonly items: readonly (Json & { readonly id: string })[];
  readonly next_cursor: string | null;
}

const get = async (url: string): Promise<ListPage> => {
  const answer = await api.call('GET', url);
  expect(answer.status).toBe(200);
  return answer.body as unknown as ListPage;
};

/** Everything, page by page. */
async function walk(url: string, parameter = 'cursor'): Promise<ListPage['items']> {
  const items = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const { items: some, next_cursor: next }: ListPage = await get(
      `${url}&${cursor === '' ? '' : `${parameter}=${cursor}`}`,
    );
    items.push(...some);
    cursor = next;
  }
  return items;
}

test('keys come newest first, in pages that miss and repeat none', async () => {
  const made: string[] = [];
  for (let n = 0; n < 7; n++) {
    api.clock.now += 1;
    made.unshift((await api.key(acme)).id);
  }
  const url = `/v1/organizations/${acme}/keys`;
  expect((await walk(`${url}?limit=3`)).map(({ id }) => id)).toEqual(made);
  expect((await walk(`${url}?limit=7`)).map(({ id }) => id)).toEqual(made);
  expect((await get(url)).next_cursor).toBeNull();
});

test('keys are found by state, end and text', async () => {
  const paused = await api.key(acme, { name: 'Paused one' });
  await api.call('POST', `/v1/keys/${paused.id}/pause`);
  const ending = await api.key(acme, {
    name: 'Ending',
    expires_at: '2026-12-01T00:00:00Z',
    metadata: { team: 'blue' },
  });
  const turning = await api.key(acme, { name: 'Turning' });
  await api.call('POST', `/v1/keys/${turning.id}/rotate`);
  const found = async (query: string) =>
    (await get(`/v1/organizations/${acme}/keys?${query}`)).items.map(({ id }) => id);
  expect(await found('state=paused')).toEqual([paused.id]);
  expect(await found('state=transition')).toEqual([turning.id]);
  expect(await found('state=active')).toEqual([ending.id]);
  expect(await found('state=revoked')).toEqual([]);
  expect(await found('expiring_before=2026-12-01T00:00:01Z')).toEqual([ending.id]);
  expect(await found('expiring_before=2026-12-01T01:00:00%2B01:00')).toEqual([]);
  expect(await found('q=blue')).toEqual([ending.id]);
  expect(await found('q=paused%20ONE')).toEqual([paused.id]);
});

test('organizations are listed and searched', async () => {
  const globex = await api.organization('globex');
  expect((await walk('/v1/organizations?limit=1')).map(({ id }) => id).sort()).toEqual([acme, globex].sort());
  expect((await get('/v1/organizations?q=glob')).items).toMatchObject([{ id: globex }]);
});

test('a history is paged', async () => {
  const key = await api.key(acme);
  for (const verb of ['pause', 'resume', 'pause']) await api.call('POST', `/v1/keys/${key.id}/${verb}`);
  const items = await walk(`/v1/keys/${key.id}/history?limit=3`);
  expect(items.map(({ version }) => version)).toEqual([4, 3, 2, 1]);
});

describe('the ledger', () => {
  test('is read from its first event, and on from any position', async () => {
    const key = await api.key(acme);
    await api.call('POST', `/v1/keys/${key.id}/pause`);
    const items = await walk('/v1/ledger/events?limit=2', 'after');
    expect(items.map(({ type }) => type)).toEqual([
      'ledger.opened',
      'organization.created',
      'key.created',
      'key.paused',
    ]);
    const after = await get(`/v1/ledger/events?after=${String(items[2]?.['position'])}`);
    expect(after).toMatchObject({
      items: [{ type: 'key.paused', id: key.id, organization_id: acme }],
      next_cursor: null,
    });
    const status = await api.call('GET', '/v1/ledger/status');
    expect(status.body).toMatchObject({ position: items[3]?.['position'], ready: true });
  });

  test('never shows a digest or a secret', async () => {
    const key = await api.key(acme);
    const { text } = await api.call('GET', '/v1/ledger/events?limit=100');
    expect(text).not.toContain(key.secret);
    expect(text).not.toMatch(/digest|[0-9a-f]{64}/);
  });
});

test('a read waits for the position that it must have seen', async () => {
  const key = await api.key(acme);
  const { ledgerId, applied } = api.authority.status();
  const atLeast = { headers: { 'x-keyledger-at-least': `${ledgerId}-${String(applied + 1)}` } };
  const reading = api.call('GET', `/v1/keys/${key.id}`, atLeast);
  await api.call('POST', `/v1/keys/${key.id}/pause`);
  expect(await reading).toMatchObject({ status: 200, body: { state: 'paused' } });
  const verified = await api.call('POST', '/v1/keys/verify', { body: { secret: key.secret }, ...atLeast });
  expect(verified.body).toMatchObject({ reason_code: 'disabled_key' });
});
