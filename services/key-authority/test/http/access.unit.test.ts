import { beforeEach, describe, expect, test } from 'vitest';
import { type TestApi, startTestApi } from '../support/test-api.ts';
import { ADMIN_TOKEN, NODE_TOKEN } from '../support/test-authority.ts';

let api: TestApi;
let acme: string;
let globex: string;

beforeEach(async () => {
  api = await startTestApi();
  acme = await api.organization('acme');
  globex = await api.organization('globex');
  return () => api.stop();
});

const unavailable = { allowed: false, reason_code: 'invalid_key', grant: null };

describe('the scheme of a token', () => {
  test.each(['Bearer', 'bearer', 'BEARER'])('may be written %s', async (scheme) => {
    const answer = await api.call('GET', '/v1/me', {
      token: null,
      headers: { authorization: `${scheme} ${ADMIN_TOKEN}` },
    });
    expect(answer).toMatchObject({
      status: 200,
      body: { subject: 'bootstrap', kind: 'bootstrap', role: 'bootstrap', organization_id: null },
    });
  });
});

describe('an administrator of one organization', () => {
  test('manages its keys and tokens, and sees itself', async () => {
    const token = await api.token(acme, 'administrator');
    expect((await api.call('GET', '/v1/me', { token })).body).toMatchObject({
      kind: 'token',
      role: 'administrator',
      organization_id: acme,
    });
    const created = await api.call('POST', `/v1/organizations/${acme}/keys`, { body: { name: 'a' }, token });
    expect(created).toMatchObject({ status: 201, body: { created_by: { kind: 'token' } } });
    const { items } = (await api.call('GET', '/v1/organizations', { token })).body as { items: { id: string }[] };
    expect(items.map(({ id }) => id)).toEqual([acme]);
  });

  test("is answered about another organization's things as if there were none", async () => {
    const token = await api.token(acme, 'administrator');
    const theirs = await api.key(globex);
    const calls = [
      api.call('GET', `/v1/organizations/${globex}`, { token }),
      api.call('GET', `/v1/organizations/${globex}/history`, { token }),
      api.call('GET', `/v1/organizations/${globex}/keys`, { token }),
      api.call('GET', `/v1/organizations/${globex}/tokens`, { token }),
      api.call('POST', `/v1/organizations/${globex}/keys`, { token, body: { name: 'a' } }),
      api.call('POST', `/v1/organizations/${globex}/tokens`, { token, body: { name: 'a', role: 'owner' } }),
      api.call('GET', `/v1/keys/${theirs.id}`, { token }),
      api.call('GET', `/v1/keys/${theirs.id}/history`, { token }),
      api.call('PATCH', `/v1/keys/${theirs.id}`, { token, body: {}, headers: { 'if-match': '"1"' } }),
      api.call('POST', `/v1/keys/${theirs.id}/rotate`, { token }),
      api.call('POST', `/v1/keys/${theirs.id}/revoke`, { token }),
    ];
    for (const answer of await Promise.all(calls))
      expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
    const nothing = await api.call('GET', `/v1/keys/key_${'0'.repeat(26)}`, { token });
    const notMine = await api.call('GET', `/v1/keys/${theirs.id}`, { token });
    expect({ ...notMine.body, request_id: '' }).toEqual({ ...nothing.body, request_id: '' });
    expect((await api.call('GET', `/v1/keys/${theirs.id}`)).body).toMatchObject({ state: 'active', version: 1 });
  });

  test("learns nothing of another organization's key by verifying it", async () => {
    const token = await api.token(acme, 'administrator');
    const [mine, theirs] = [await api.key(acme), await api.key(globex)];
    const verify = (secret: string) => api.call('POST', '/v1/keys/verify', { token, body: { secret } });
    expect((await verify(mine.secret)).body).toMatchObject({
      allowed: true,
      reason_code: '',
      grant: { key_id: mine.id, organization: { id: acme, slug: 'acme' } },
    });
    expect((await verify(theirs.secret)).body).toMatchObject(unavailable);
  });

  test('cannot make organizations, hand out roles beyond its own, or read the ledger', async () => {
    const token = await api.token(acme, 'administrator');
    const denied = [
      api.call('POST', '/v1/organizations', { token, body: { name: 'a', slug: 'a' } }),
      api.call('PATCH', `/v1/organizations/${acme}`, { token, body: { tier: 'enterprise' } }),
      api.call('POST', `/v1/organizations/${acme}/pause`, { token }),
      api.call('POST', `/v1/organizations/${acme}/tokens`, { token, body: { name: 'a', role: 'platform' } }),
      api.call('POST', `/v1/organizations/${acme}/tokens`, { token, body: { name: 'a', role: 'service' } }),
      api.call('GET', '/v1/ledger/status', { token }),
      api.call('GET', '/v1/ledger/events', { token }),
    ];
    for (const answer of await Promise.all(denied)) {
      expect(answer).toMatchObject({ status: 403, body: { code: 'permission_denied' } });
    }
  });
});

test.each(['operator', 'driver'])('an %s may read and change nothing', async (role) => {
  const token = await api.token(acme, role);
  const key = await api.key(acme);
  const denied = [
    api.call('GET', `/v1/organizations/${acme}`, { token }),
    api.call('GET', `/v1/organizations/${acme}/keys`, { token }),
    api.call('GET', `/v1/keys/${key.id}`, { token }),
    api.call('POST', `/v1/keys/${key.id}/revoke`, { token }),
    api.call('POST', '/v1/keys/verify', { token, body: { secret: key.secret } }),
  ];
  for (const answer of await Promise.all(denied)) expect(answer.status).toBe(403);
  expect((await api.call('GET', '/v1/me', { token })).body).toMatchObject({ role });
});

test('a node verifies everywhere and manages nothing', async () => {
  const key = await api.key(globex);
  const verified = await api.call('POST', '/v1/keys/verify', { token: NODE_TOKEN, body: { secret: key.secret } });
  expect(verified.body).toMatchObject({ allowed: true });
  expect((await api.call('POST', `/v1/keys/${key.id}/revoke`, { token: NODE_TOKEN })).status).toBe(403);
});

describe('a token', () => {
  const create = (body: object, headers = {}) =>
    api.call('POST', `/v1/organizations/${acme}/tokens`, { body, headers });

  test('is answered with its secret this once, listed without, and works until it is revoked', async () => {
    const created = await create({ name: 'ci', role: 'owner' });
    const { id, secret, position, ...token } = created.body;
    expect(created.status).toBe(201);
    expect(created.headers['location']).toBe(`/v1/organizations/${acme}/tokens/${String(id)}`);
    expect(position).toBeTypeOf('string');
    expect(token).toMatchObject({
      name: 'ci',
      role: 'owner',
      state: 'active',
      expires_at: null,
      last4: String(secret).slice(-4),
    });
    const list = await api.call('GET', `/v1/organizations/${acme}/tokens`);
    expect(list.body).toMatchObject({ items: [{ id, state: 'active' }], next_cursor: null });
    expect(list.text).not.toContain(String(secret));

    expect((await api.call('GET', '/v1/me', { token: String(secret) })).status).toBe(200);
    const url = `/v1/organizations/${acme}/tokens/${String(id)}`;
    const revoked = await api.call('DELETE', `${url}?reason=left&wait_for=ledger`);
    expect(revoked).toMatchObject({ status: 200, body: { id, state: 'revoked', applied: 'ledger' } });
    expect((await api.call('GET', '/v1/me', { token: String(secret) })).status).toBe(401);
    expect((await api.call('DELETE', url, { body: { reason: 'again' } })).status).toBe(200);
    const { items } = (await api.call('GET', '/v1/ledger/events?limit=100')).body as { items: object[] };
    expect(items.filter((item) => 'type' in item && item.type === 'token.revoked')).toMatchObject([{ reason: 'left' }]);
  });

  test('ends by the clock', async () => {
    const { body } = await create({ name: 'ci', role: 'owner', expires_at: '2026-11-22T20:01:00Z' });
    const token = String(body['secret']);
    expect((await api.call('GET', '/v1/me', { token })).status).toBe(200);
    api.clock.now += 60_000;
    expect((await api.call('GET', '/v1/me', { token })).status).toBe(401);
  });

  test('of another organization is not found', async () => {
    const { body } = await create({ name: 'ci', role: 'owner' });
    expect((await api.call('DELETE', `/v1/organizations/${globex}/tokens/${String(body['id'])}`)).status).toBe(404);
  });
});
