import { beforeEach, describe, expect, test } from 'vitest';
import { type Json, type TestApi, startTestApi } from '../support/test-api.ts';
import { NODE_TOKEN } from '../support/test-authority.ts';

let api: TestApi;
let acme: string;

beforeEach(async () => {
  api = await startTestApi();
  acme = await api.organization('acme');
  return () => api.stop();
});

const verify = async (secret: string): Promise<unknown> => {
  const answer = await api.call('POST', '/v1/keys/verify', { body: { secret }, token: NODE_TOKEN });
  expect(answer.status).toBe(200);
  return answer.body['allowed'] === true ? 'allowed' : answer.body['reason_code'];
};
const command = (id: string, verb: string, body?: Json) => api.call('POST', `/v1/keys/${id}/${verb}`, { body });

test('a new key is answered whole, with its secret this once, where it is and its version', async () => {
  const body = { name: 'mobile', scopes: ['read'], metadata: { team: 'a' }, expires_at: '2026-12-01T00:00:00+01:00' };
  const created = await api.call('POST', `/v1/organizations/${acme}/keys`, { body });
  const secret = String(created.body['secret']);
  expect(created.status).toBe(201);
  expect(created.headers).toMatchObject({
    location: `/v1/keys/${String(created.body['id'])}`,
    etag: '"1"',
    'cache-control': 'no-store',
  });
  const { secret: _shown, position, applied, effective_by, effective_within_ms, ...key } = created.body;
  expect(key).toEqual({
    id: expect.stringMatching(/^key_[0-9a-z]{26}$/) as unknown,
    organization_id: acme,
    name: 'mobile',
    kind: 'secret',
    environment: 'live',
    holder: 'organization',
    scopes: ['read'],
    restrictions: { ips: [], origins: [] },
    tier: null,
    limits: null,
    metadata: { team: 'a' },
    state: 'active',
    version: 1,
    prefix: 'kl_sk_live_',
    last4: secret.slice(-4),
    expires_at: '2026-11-30T23:00:00.000Z',
    rotation: null,
    created_at: '2026-11-22T20:00:00.000Z',
    created_by: { subject: 'bootstrap', kind: 'bootstrap' },
    last_used_at: null,
  });
  expect([applied, effective_by, effective_within_ms]).toEqual(['ledger', null, null]);
  expect(position).toMatch(/^[0-9a-z]{12}-2$/);
  const read = await api.call('GET', `/v1/keys/${String(key.id)}`);
  expect(read.headers['etag']).toBe('"1"');
  expect(read.body).toEqual(key);
  expect(await verify(secret)).toBe('allowed');
});

test('a public key shows its text always', async () => {
  const key = await api.key(acme, { kind: 'public', restrictions: { origins: ['https://a.example'] } });
  const read = await api.call('GET', `/v1/keys/${key.id}`);
  expect(read.body).toMatchObject({ kind: 'public', public_key: key.secret, prefix: 'kl_pk_live_' });
});

test('a key goes through its whole life', async () => {
  const key = await api.key(acme);
  expect((await command(key.id, 'pause', { reason: 'lost phone' })).body).toMatchObject({
    state: 'paused',
    version: 2,
  });
  expect(await verify(key.secret)).toBe('disabled_key');
  expect((await command(key.id, 'resume')).body).toMatchObject({ state: 'active', version: 3 });
  expect(await verify(key.secret)).toBe('allowed');

  const rotated = await command(key.id, 'rotate', { overlap: 'PT1H' });
  expect(rotated.status).toBe(200);
  expect(rotated.headers['etag']).toBe('"4"');
  expect(rotated.body).toMatchObject({
    id: key.id,
    state: 'transition',
    rotation: { ends_at: '2026-11-22T21:00:00.000Z' },
  });
  expect([await verify(key.secret), await verify(String(rotated.body['secret']))]).toEqual(['allowed', 'allowed']);

  expect((await command(key.id, 'finish-rotation')).body).toMatchObject({ state: 'active', rotation: null });
  expect([await verify(key.secret), await verify(String(rotated.body['secret']))]).toEqual(['revoked_key', 'allowed']);

  expect((await command(key.id, 'revoke', { wait_for: 'ledger' })).body).toMatchObject({
    state: 'revoked',
    version: 6,
  });
  expect(await verify(String(rotated.body['secret']))).toBe('revoked_key');

  const history = await api.call('GET', `/v1/keys/${key.id}/history`);
  const items = history.body['items'] as Json[];
  expect(items.map(({ type }) => type)).toEqual([
    'key.revoked',
    'key.rotation_finished',
    'key.rotated',
    'key.resumed',
    'key.paused',
    'key.created',
  ]);
  expect(items[4]).toMatchObject({
    version: 2,
    occurred_at: '2026-11-22T20:00:00.000Z',
    actor: { subject: 'bootstrap', kind: 'bootstrap', address: '127.0.0.1' },
    reason: 'lost phone',
  });
  expect(items[2]).toMatchObject({ changes: { overlap_ends_at: '2026-11-22T21:00:00.000Z' } });
  expect(history.text).not.toContain(key.secret);
});

test('an overlap is a day unless it is said, ends by the clock, and PT0S ends the old secret at once', async () => {
  const key = await api.key(acme);
  const first = await command(key.id, 'rotate');
  expect(first.body['rotation']).toEqual({ ends_at: '2026-11-23T20:00:00.000Z' });
  api.clock.now += 24 * 3_600_000;
  expect(await verify(key.secret)).toBe('revoked_key');
  expect((await api.call('GET', `/v1/keys/${key.id}`)).body).toMatchObject({ state: 'active', rotation: null });
  await command(key.id, 'rotate', { overlap: 'PT0S' });
  expect(await verify(String(first.body['secret']))).toBe('revoked_key');
});

test.each(['pause', 'resume', 'finish-rotation', 'revoke'])('%s succeeds again and makes no event', async (verb) => {
  const key = await api.key(acme);
  await command(key.id, verb);
  const before = await api.call('GET', `/v1/keys/${key.id}`);
  const again = await command(key.id, verb);
  expect(again.status).toBe(200);
  expect(again.body['version']).toBe(before.body['version']);
});

describe('409', () => {
  test.each(['pause', 'resume', 'finish-rotation', 'rotate'])('%s on a revoked key', async (verb) => {
    const key = await api.key(acme);
    await command(key.id, 'revoke');
    expect(await command(key.id, verb)).toMatchObject({ status: 409, body: { code: 'key_revoked' } });
  });

  test('a change of a revoked key', async () => {
    const key = await api.key(acme);
    await command(key.id, 'revoke');
    const changed = await api.call('PATCH', `/v1/keys/${key.id}`, {
      body: { name: 'b' },
      headers: { 'if-match': '"2"' },
    });
    expect(changed).toMatchObject({ status: 409, body: { code: 'key_revoked' } });
  });

  test('rotate while paused, expired or in an overlap, from which PT0S is the way out', async () => {
    const key = await api.key(acme, { expires_at: '2026-11-22T21:00:00Z' });
    await command(key.id, 'pause');
    expect(await command(key.id, 'rotate')).toMatchObject({ status: 409, body: { code: 'key_paused' } });
    await command(key.id, 'resume');
    await command(key.id, 'rotate');
    expect(await command(key.id, 'rotate')).toMatchObject({ status: 409, body: { code: 'rotation_in_progress' } });
    expect((await command(key.id, 'rotate', { overlap: 'PT0S' })).status).toBe(200);
    api.clock.now += 3_600_000;
    expect(await command(key.id, 'rotate')).toMatchObject({ status: 409, body: { code: 'key_expired' } });
  });

  test('a slug that is taken', async () => {
    const again = await api.call('POST', '/v1/organizations', { body: { name: 'Acme', slug: 'acme' } });
    expect(again).toMatchObject({ status: 409, body: { code: 'slug_taken', errors: [{ field: 'slug' }] } });
  });
});

describe('a change of a key', () => {
  test('keeps what it leaves out, also inside of restrictions', async () => {
    const restrictions = { ips: ['10.0.0.0/8'], origins: ['https://a.example'] };
    const key = await api.key(acme, { restrictions, tier: 'pro', expires_at: '2027-01-01T00:00:00Z' });
    const body = { restrictions: { ips: ['192.0.2.1'] }, expires_at: null };
    const changed = await api.call('PATCH', `/v1/keys/${key.id}`, { body, headers: { 'if-match': '"1"' } });
    expect(changed.status).toBe(200);
    expect(changed.headers['etag']).toBe('"2"');
    expect(changed.body).toMatchObject({
      name: 'a key',
      tier: 'pro',
      expires_at: null,
      restrictions: { ips: ['192.0.2.1'], origins: ['https://a.example'] },
    });
  });

  test('needs the version it was made against, and it must be the newest', async () => {
    const { id } = await api.key(acme);
    const patch = (headers: Record<string, string>) =>
      api.call('PATCH', `/v1/keys/${id}`, { body: { name: 'b' }, headers });
    expect(await patch({})).toMatchObject({ status: 428, body: { code: 'precondition_required' } });
    expect(await patch({ 'if-match': '"2"' })).toMatchObject({ status: 412, body: { code: 'version_mismatch' } });
    expect((await patch({ 'if-match': '"1"' })).body).toMatchObject({ name: 'b', version: 2 });
    expect((await patch({ 'if-match': '"1"' })).status).toBe(412);
  });
});

describe('an organization', () => {
  test('has the documented defaults, is changed, paused and resumed, and tells its history', async () => {
    const created = await api.call('GET', `/v1/organizations/${acme}`);
    expect(created.headers['etag']).toBe('"1"');
    expect(created.body).toEqual({
      id: acme,
      name: 'acme',
      slug: 'acme',
      routes: ['*'],
      environments: ['live'],
      tier: 'free',
      limits: null,
      demo: false,
      state: 'active',
      version: 1,
      created_at: '2026-11-22T20:00:00.000Z',
      created_by: { subject: 'bootstrap', kind: 'bootstrap' },
    });
    const key = await api.key(acme);
    const url = `/v1/organizations/${acme}`;
    const body = { name: 'ACME', routes: ['orders'] };
    const changed = await api.call('PATCH', url, { body, headers: { 'if-match': '"1"' } });
    expect(changed).toMatchObject({ status: 200, body: { ...body, version: 2, applied: 'everywhere' } });
    expect((await api.call('PATCH', url, { body, headers: { 'if-match': '"1"' } })).status).toBe(412);
    expect((await api.call('POST', `${url}/pause`)).body).toMatchObject({ state: 'paused' });
    expect(await verify(key.secret)).toBe('disabled_key');
    expect((await api.call('POST', `${url}/resume`)).body).toMatchObject({ state: 'active', version: 4 });
    const { items } = (await api.call('GET', `${url}/history`)).body as { items: Json[] };
    expect(items.map(({ type }) => type)).toEqual([
      'organization.resumed',
      'organization.paused',
      'organization.updated',
      'organization.created',
    ]);
  });
});

describe('revoke-by-secret', () => {
  const leak = (secret: string) => api.call('POST', '/v1/keys/revoke-by-secret', { body: { secret }, token: null });

  test('ends a key without a token, and answers the same whether there was one', async () => {
    const key = await api.key(acme);
    const answers = [await leak(key.secret), ...(await Promise.all([key.secret, 'no key at all'].map(leak)))];
    for (const { status, body } of answers)
      expect({ status, body }).toEqual({ status: 202, body: { status: 'accepted' } });
    expect(await verify(key.secret)).toBe('revoked_key');
    const { items } = (await api.call('GET', `/v1/keys/${key.id}/history`)).body as { items: Json[] };
    expect(items[0]).toMatchObject({ type: 'key.revoked', actor: { kind: 'possession' } });
  });
});
