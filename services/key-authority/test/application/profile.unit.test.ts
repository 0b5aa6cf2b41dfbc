import { DEFAULT_PROFILE, type Profile, type Route, parseKeyText } from '@keyledger/domain';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Json, type TestApi, startTestApi } from '../support/test-api.ts';

const ROUTE: Omit<Route, 'name'> = {
  method: 'GET',
  path: ['tiles'],
  scopes: ['tiles:read'],
  kinds: ['secret', 'public'],
  holder: 'any',
  query: 'any',
  cost: 1,
  refusals: [],
};

const CHARTS: Profile = {
  ...DEFAULT_PROFILE,
  name: 'charts',
  environments: ['staging', 'production'],
  keyFormat: {
    prefixes: [
      { text: 'c_sk_stag', kind: 'secret', environment: 'staging', codeLength: 6 },
      { text: 'c_sk_prod', kind: 'secret', environment: 'production', codeLength: 6 },
      { text: 'c_pk_prod', kind: 'public', environment: 'production', codeLength: 6 },
    ],
  },
  scopes: [
    { name: 'charts:read', public: true, granted: true },
    { name: 'tiles:read', public: true, granted: false },
    { name: 'keys.manage', public: false, granted: false },
  ],
  tiers: [{ name: 'basic', limit: null }],
  routes: [{ ...ROUTE, name: 'tiles.get' }],
};

let profile: Profile;
let api: TestApi;
let acme: string;

beforeEach(async () => {
  profile = CHARTS;
  api = await startTestApi({}, { profile: () => profile, environment: 'staging' });
  acme = await api.organization('acme');
  return () => api.stop();
});

const create = (fields: Json) =>
  api.call('POST', `/v1/organizations/${acme}/keys`, { body: { name: 'key', ...fields } });
const update = ({ id }: Json, body: Json, version = 1) =>
  api.call('PATCH', `/v1/keys/${String(id)}`, { body, headers: { 'if-match': `"${String(version)}"` } });

/** The fields that an answer names, after its status. */
const refusal = ({ status, body }: { readonly status: number; readonly body: Json }): unknown[] => [
  status,
  ...((body['errors'] ?? []) as readonly { readonly field: string }[]).map(({ field }) => field),
];

const BOTH = { environments: ['staging', 'production'] };
const widen = () => api.call('PATCH', `/v1/organizations/${acme}`, { body: BOTH });

describe('a new organization', () => {
  test('has the environment of the process and the first tier of the profile', async () => {
    const { body } = await api.call('GET', `/v1/organizations/${acme}`);
    expect(body).toMatchObject({ environments: ['staging'], tier: 'basic', routes: ['*'] });
  });

  test('can be enabled for routes that there are, and for no others', async () => {
    const routes = (names: string[]) => api.call('PATCH', `/v1/organizations/${acme}`, { body: { routes: names } });
    expect((await routes(['tiles.get'])).status).toBe(200);
    expect((await routes([])).status).toBe(200);
    expect(refusal(await routes(['*', 'tiles.put', 'tiles']))).toEqual([422, 'routes[1]', 'routes[2]']);
  });

  test('has no tier or environment that there is not', async () => {
    const body = { name: 'Moon', slug: 'moon', tier: 'free', environments: ['live'] };
    expect(refusal(await api.call('POST', '/v1/organizations', { body }))).toEqual([422, 'environments[0]', 'tier']);
  });
});

describe('a new key', () => {
  test('has a text of its environment, its organization and its kind', async () => {
    const globex = await api.organization('globex');
    const [one, two, other] = [await api.key(acme), await api.key(acme), await api.key(globex)];
    expect(one.secret).toMatch(/^c_sk_stag[0-9A-Za-z]{55}$/);
    expect(parseKeyText(CHARTS.keyFormat, one.secret)?.environment).toBe('staging');
    expect(one['prefix']).toBe(one.secret.slice(0, 'c_sk_stag'.length + 6));
    expect(two['prefix']).toBe(one['prefix']);
    expect(other['prefix']).not.toBe(one['prefix']);
    const verified = await api.call('POST', '/v1/keys/verify', { body: { secret: one.secret } });
    expect(verified.body).toMatchObject({ allowed: true });
  });

  test('keeps the beginning of its text when it is rotated', async () => {
    const key = await api.key(acme);
    const { body } = await api.call('POST', `/v1/keys/${key.id}/rotate`, { body: {} });
    expect(body['prefix']).toBe(key['prefix']);
    expect(String(body['secret']).startsWith(String(key['prefix']))).toBe(true);
  });

  test('has the scopes that every key has, beside those that were asked for', async () => {
    expect((await create({})).body['scopes']).toEqual(['charts:read']);
    expect((await create({ scopes: ['tiles:read'] })).body['scopes']).toEqual(
      expect.arrayContaining(['charts:read', 'tiles:read']),
    );
    expect(refusal(await create({ scopes: ['tiles:read', 'tiles:write'] }))).toEqual([422, 'scopes[1]']);
  });

  test('that is public has only scopes for public keys', async () => {
    await widen();
    const open = { kind: 'public', environment: 'production', restrictions: { origins: ['*'] } };
    expect((await create({ ...open, scopes: ['tiles:read'] })).status).toBe(201);
    expect(refusal(await create({ ...open, scopes: ['tiles:read', 'keys.manage'] }))).toEqual([422, 'scopes[1]']);
  });

  test('is of a kind that its environment has', async () => {
    expect(refusal(await create({ kind: 'public', restrictions: { origins: ['*'] } }))).toEqual([422, 'kind']);
  });

  test('is of an environment of its organization, which the profile has', async () => {
    expect(refusal(await create({ environment: 'production' }))).toEqual([422, 'environment']);
    expect(refusal(await create({ environment: 'live' }))).toEqual([422, 'environment']);
  });

  test('has a date where the profile asks for one', async () => {
    profile = { ...CHARTS, expiry: { required: true, mutable: true } };
    expect(refusal(await create({}))).toEqual([422, 'expires_at']);
    const made = await create({ expires_at: '2027-01-01T00:00:00Z' });
    expect(made.status).toBe(201);
    expect(refusal(await update(made.body, { expires_at: null }))).toEqual([422, 'expires_at']);
    expect((await update(made.body, { expires_at: '2028-01-01T00:00:00Z' })).status).toBe(200);
  });
});

describe('a change of a key', () => {
  test('leaves it the scopes that every key has', async () => {
    const key = await api.key(acme, { scopes: ['tiles:read'] });
    expect((await update(key, { scopes: [] })).body['scopes']).toEqual(['charts:read']);
  });

  test('leaves its date alone where the profile says so', async () => {
    profile = { ...CHARTS, expiry: { required: false, mutable: false } };
    const expires_at = '2027-01-01T00:00:00Z';
    const key = await api.key(acme, { expires_at });
    for (const other of [null, '2026-12-01T00:00:00Z', '2028-01-01T00:00:00Z']) {
      expect(refusal(await update(key, { expires_at: other })), String(other)).toEqual([422, 'expires_at']);
    }
    expect((await update(key, { name: 'other', expires_at })).status).toBe(200);
  });
});

describe('a profile that changes', () => {
  test('holds for the next command, and makes texts of a dropped format malformed', async () => {
    const key = await api.key(acme);
    profile = { ...CHARTS, keyFormat: { prefixes: [{ text: 'new_', kind: 'secret', environment: null }] } };
    const verified = await api.call('POST', '/v1/keys/verify', { body: { secret: key.secret } });
    expect(verified.body).toMatchObject({ allowed: false, reason_code: 'malformed_token' });
    const rotated = await api.call('POST', `/v1/keys/${key.id}/rotate`, { body: {} });
    expect(String(rotated.body['secret'])).toMatch(/^new_/);
  });

  test('that has no format for a key any more cannot rotate it', async () => {
    const key = await api.key(acme);
    profile = { ...CHARTS, keyFormat: { prefixes: CHARTS.keyFormat.prefixes.slice(1) } };
    expect(refusal(await api.call('POST', `/v1/keys/${key.id}/rotate`, { body: {} }))).toEqual([422, 'kind']);
    expect((await api.call('POST', `/v1/keys/${key.id}/revoke`, { body: {} })).status).toBe(200);
  });
});
