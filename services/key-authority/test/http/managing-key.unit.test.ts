import { beforeEach, describe, expect, test } from 'vitest';
import type { LeaseGate } from '../../src/application/freshness.ts';
import { writtenElsewhere } from '../support/elsewhere.ts';
import { type CallOptions, type Json, type TestApi, startTestApi } from '../support/test-api.ts';
import { nobodyElse } from '../support/test-freshness.ts';

/** A lease that is held, but for the times that the test takes it away. */
class TestGate implements LeaseGate {
  /** The next answers; then `isUsual`. */
  readonly next: boolean[] = [];
  isUsual = true;
  readonly waiting: PromiseWithResolvers<void>[] = [];

  isHeld = (): boolean => this.next.shift() ?? this.isUsual;

  held = (): Promise<void> => {
    const wait = Promise.withResolvers<void>();
    this.waiting.push(wait);
    return wait.promise;
  };
}

let api: TestApi;
let gate: TestGate;
let acme: string;
let manager: Awaited<ReturnType<TestApi['key']>>;

beforeEach(async () => {
  gate = new TestGate();
  api = await startTestApi({}, { freshness: Object.assign(nobodyElse(), { held: gate }) });
  acme = await api.organization('acme');
  manager = await api.key(acme, { scopes: ['keys.manage', 'read', 'write'], tier: 'pro' });
  return () => api.stop();
});

type Method = Parameters<TestApi['call']>[0];

/** As the managing key. */
const call = (method: Method, url: string, options: CallOptions = {}) =>
  api.call(method, url, { token: manager.secret, ...options });
const create = (fields: Json) => call('POST', `/v1/organizations/${acme}/keys`, { body: { name: 'made', ...fields } });
const me = (options: CallOptions = {}) => call('GET', '/v1/me', options);

const denied = { status: 403, body: { code: 'permission_denied' } };
const unknown = { status: 401, body: { code: 'unauthenticated', detail: 'The bearer token is not valid.' } };

describe('a key that manages keys', () => {
  test('is a principal of its organization', async () => {
    expect(await me()).toMatchObject({
      status: 200,
      body: { subject: manager.id, kind: 'key', role: 'key', organization_id: acme },
    });
  });

  test('creates, lists, reads, changes, rotates, pauses, resumes and revokes its keys, and history says that it did', async () => {
    const made = await create({ scopes: ['read'] });
    expect(made).toMatchObject({ status: 201, body: { created_by: { subject: manager.id, kind: 'key' } } });
    const url = `/v1/keys/${String(made.body['id'])}`;
    const changed = await call('PATCH', url, { body: { scopes: ['write'] }, headers: { 'if-match': '"1"' } });
    expect(changed).toMatchObject({ status: 200, body: { scopes: ['write'] } });
    for (const verb of ['rotate', 'finish-rotation', 'pause', 'resume', 'revoke']) {
      expect((await call('POST', `${url}/${verb}`)).status).toBe(200);
    }
    expect(await call('GET', url)).toMatchObject({ status: 200, body: { state: 'revoked' } });
    expect((await call('GET', `/v1/organizations/${acme}/keys`)).body['items']).toHaveLength(2);
    const { items } = (await call('GET', `${url}/history`)).body as { items: { actor: object }[] };
    expect(items).toHaveLength(7);
    for (const { actor } of items) expect(actor).toMatchObject({ subject: manager.id, kind: 'key' });
  });

  test.each<[string, Json]>([
    ['a scope that it lacks', { scopes: ['read', 'delete'] }],
    ['the scope to manage keys', { scopes: ['keys.manage'] }],
    ['another tier', { tier: 'enterprise' }],
  ])('gives no key %s', async (_, fields) => {
    expect(await create(fields)).toMatchObject(denied);
    const { body } = await create({ scopes: ['read'] });
    const url = `/v1/keys/${String(body['id'])}`;
    expect(await call('PATCH', url, { body: fields, headers: { 'if-match': '"1"' } })).toMatchObject(denied);
    expect((await call('GET', url)).body).toMatchObject({ version: 1, scopes: ['read'], tier: null });
  });

  test.each<[string, Json]>([
    ['that may do more', { scopes: ['delete'] }],
    ['that manages keys, too', { scopes: ['keys.manage'] }],
  ])('gets no secret of a key %s, and lets it not work again, but may end it', async (_, fields) => {
    const { id } = await api.key(acme, fields);
    expect(await call('POST', `/v1/keys/${id}/rotate`)).toMatchObject(denied);
    expect(
      await call('PATCH', `/v1/keys/${id}`, { body: { name: 'a' }, headers: { 'if-match': '"1"' } }),
    ).toMatchObject(denied);
    expect((await call('POST', `/v1/keys/${id}/pause`)).status).toBe(200);
    expect(await call('POST', `/v1/keys/${id}/resume`)).toMatchObject(denied);
    expect(await call('POST', `/v1/keys/${id}/revoke`)).toMatchObject({ status: 200, body: { version: 3 } });
  });

  test('that is bound gives no key what it has not: not by saying nothing either, nor by a change', async () => {
    const bounds = { holder: 'user', restrictions: { ips: ['127.0.0.0/8'] }, expires_at: '2026-11-23T20:01:00.000Z' };
    const { secret: token } = await api.key(acme, { scopes: ['keys.manage', 'read'], ...bounds });
    const make = (fields: Json) =>
      call('POST', `/v1/organizations/${acme}/keys`, { token, body: { name: 'made', scopes: ['read'], ...fields } });
    const wider = [
      { holder: 'organization' },
      { restrictions: { ips: [] } },
      { restrictions: { ips: ['127.0.0.1', '192.0.2.1'] } },
      { expires_at: null },
      { expires_at: '2026-11-23T20:01:01Z' },
    ];
    for (const fields of wider) expect(await make({ ...bounds, ...fields })).toMatchObject(denied);
    for (const left of Object.keys(bounds)) expect(await make({ ...bounds, [left]: undefined })).toMatchObject(denied);
    const made = await make(bounds);
    expect(made).toMatchObject({ status: 201, body: bounds });
    const elsewhere = await api.key(acme, { ...bounds, scopes: ['read'], restrictions: { ips: ['192.0.2.0/24'] } });
    const change = (id: unknown, body: Json) =>
      call('PATCH', `/v1/keys/${String(id)}`, { token, body, headers: { 'if-match': '"1"' } });
    for (const fields of wider.slice(1)) expect(await change(made.body['id'], fields)).toMatchObject(denied);
    expect(await change(elsewhere.id, { restrictions: { ips: [] } })).toMatchObject(denied);
    expect(await call('POST', `/v1/keys/${elsewhere.id}/rotate`, { token })).toMatchObject(denied);
    expect(await change(made.body['id'], { restrictions: { ips: ['127.0.0.1'] } })).toMatchObject({ status: 200 });
  });

  test('rotates itself, and cannot change what binds it', async () => {
    const rotated = await call('POST', `/v1/keys/${manager.id}/rotate`, { body: { overlap: 'PT0S' } });
    expect(rotated.status).toBe(200);
    expect(await me()).toMatchObject(unknown);
    const token = String(rotated.body['secret']);
    const change = { token, body: { restrictions: { ips: [] } }, headers: { 'if-match': '"2"' } };
    expect(await call('PATCH', `/v1/keys/${manager.id}`, change)).toMatchObject(denied);
    expect((await me({ token })).status).toBe(200);
  });

  test('manages nothing but keys', async () => {
    const answers = [
      ...['', '/history', '/members', '/tokens'].map((path) => call('GET', `/v1/organizations/${acme}${path}`)),
      call('POST', `/v1/organizations/${acme}/tokens`, { body: { name: 'a', role: 'driver' } }),
      call('POST', `/v1/organizations/${acme}/members`, { body: { subject: 'a', role: 'driver' } }),
      call('PATCH', `/v1/organizations/${acme}`, { body: { name: 'a' } }),
      call('POST', `/v1/organizations/${acme}/pause`),
      call('POST', '/v1/organizations', { body: { name: 'a', slug: 'a' } }),
      call('POST', '/v1/keys/verify', { body: { secret: manager.secret } }),
      call('GET', '/v1/ledger/status'),
      call('GET', '/v1/ledger/events'),
    ];
    for (const answer of await Promise.all(answers)) expect(answer).toMatchObject(denied);
  });

  test("is answered about another organization's keys as if there were none", async () => {
    const globex = await api.organization('globex');
    const theirs = await api.key(globex, { scopes: ['read'] });
    const answers = [
      call('GET', `/v1/organizations/${globex}/keys`),
      call('POST', `/v1/organizations/${globex}/keys`, { body: { name: 'a' } }),
      ...['', '/history'].map((path) => call('GET', `/v1/keys/${theirs.id}${path}`)),
      ...['rotate', 'pause', 'revoke'].map((verb) => call('POST', `/v1/keys/${theirs.id}/${verb}`)),
    ];
    for (const answer of await Promise.all(answers)) expect(answer).toMatchObject({ status: 404 });
    expect((await api.call('GET', `/v1/keys/${theirs.id}`)).body).toMatchObject({ version: 1 });
  });
});

describe('no principal is a key', () => {
  test.each<[string, Json, object]>([
    ['without the scope', { scopes: ['read'] }, denied],
    ['that is public', { kind: 'public', scopes: ['keys.manage'], restrictions: { origins: ['*'] } }, denied],
    ['bound to another address', { scopes: ['keys.manage'], restrictions: { ips: ['192.0.2.0/24'] } }, denied],
    ['bound to an origin', { scopes: ['keys.manage'], restrictions: { origins: ['https://a.example'] } }, denied],
  ])('%s', async (_, fields, refusal) => {
    const { secret } = await api.key(acme, fields);
    expect(await me({ token: secret })).toMatchObject(refusal);
  });

  test('of another environment', async () => {
    const both = await api.call('POST', '/v1/organizations', {
      body: { name: 'b', slug: 'b', environments: ['live', 'test'] },
    });
    const fields = { scopes: ['keys.manage'], environment: 'test' };
    const { secret } = await api.key(String(both.body['id']), fields);
    expect(await me({ token: secret })).toMatchObject(unknown);
  });

  test.each(['pause', 'revoke'])('once it is refused everywhere: %s', async (verb) => {
    await api.call('POST', `/v1/keys/${manager.id}/${verb}`);
    expect(await me()).toMatchObject(unknown);
    expect(await create({})).toMatchObject(unknown);
  });

  test('whose organization is paused', async () => {
    await api.call('POST', `/v1/organizations/${acme}/pause`);
    expect(await me()).toMatchObject(unknown);
    await api.call('POST', `/v1/organizations/${acme}/resume`);
    expect((await me()).status).toBe(200);
  });

  test('that has expired', async () => {
    const { secret } = await api.key(acme, { scopes: ['keys.manage'], expires_at: '2026-11-22T20:01:00Z' });
    expect((await me({ token: secret })).status).toBe(200);
    api.clock.now += 60_000;
    expect(await me({ token: secret })).toMatchObject(unknown);
  });
});

test('its addresses and origins are those of the call', async () => {
  const here = await api.key(acme, { scopes: ['keys.manage'], restrictions: { ips: ['127.0.0.0/8'] } });
  expect((await me({ token: here.secret })).status).toBe(200);
  const page = await api.key(acme, { scopes: ['keys.manage'], restrictions: { origins: ['https://a.example'] } });
  const from = (origin: string | string[]) => me({ token: page.secret, headers: { origin } });
  expect((await from('https://a.example')).status).toBe(200);
  expect(await from('https://b.example')).toMatchObject(denied);
});

test('while the digest key of a key is not loaded, nobody is told that it is none', async () => {
  api.digestKeys.replace({ keys: new Map([['second', Buffer.alloc(32, 1)]]), activeId: 'second' });
  expect(await me()).toMatchObject({ status: 503, body: { code: 'digest_key_unavailable' } });
});

describe('a managing key that another replica has revoked', () => {
  test.each([
    ['before the key is looked up', [] as boolean[]],
    ['between the look at the tokens and at the keys', [true]],
  ])('manages nothing at a replica that lost its lease %s', async (_, held) => {
    const read = await writtenElsewhere(api, manager.id, null, { type: 'key.revoked' });
    gate.isUsual = false;
    gate.next.push(...held);
    const asked = create({ scopes: ['read'] });
    await expect.poll(() => gate.waiting.length).toBe(1);
    await read();
    gate.isUsual = true;
    gate.waiting[0]?.resolve();
    expect(await asked).toMatchObject(unknown);
  });
});
