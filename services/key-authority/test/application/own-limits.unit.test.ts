import { DEFAULT_PROFILE, type Profile } from '@keyledger/domain';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Answer, type Json, type TestApi, startTestApi } from '../support/test-api.ts';

const PROFILE: Profile = {
  ...DEFAULT_PROFILE,
  tiers: [
    { name: 'free', limit: { perHour: 1_000, burst: 100, overage: false } },
    { name: 'unlimited', limit: null },
    { name: 'enterprise', limit: 'own' },
  ],
};

const LIMITS = { per_hour: 500_000, burst: 5_000, overage: true };

let api: TestApi;
let acme: string;
let path: string;

beforeEach(async () => {
  api = await startTestApi({}, { profile: () => PROFILE });
  acme = await api.organization('acme');
  path = `/v1/organizations/${acme}`;
  return () => api.stop();
});

const patch = (url: string, body: Json, version: number) =>
  api.call('PATCH', url, { body, headers: { 'if-match': `"${String(version)}"` } });

/** The fields that an answer names, after its status. */
const refusal = ({ status, body }: { readonly status: number; readonly body: Json }): unknown[] => [
  status,
  ...((body['errors'] ?? []) as readonly { readonly field: string }[]).map(({ field }) => field),
];

const WRONG: [string, Json, ...string[]][] = [
  ['nothing an hour', { ...LIMITS, per_hour: 0 }, 'limits.per_hour'],
  ['less than nothing an hour', { ...LIMITS, per_hour: -1 }, 'limits.per_hour'],
  ['a part of one an hour', { ...LIMITS, per_hour: 1.5 }, 'limits.per_hour'],
  ['too many an hour', { ...LIMITS, per_hour: 1_000_000_001 }, 'limits.per_hour'],
  ['text', { ...LIMITS, per_hour: '1' }, 'limits.per_hour'],
  ['nothing at once', { ...LIMITS, burst: 0 }, 'limits.burst'],
  ['too many at once', { ...LIMITS, burst: 10_000_001 }, 'limits.burst'],
  ['both wrong', { per_hour: 0, burst: 0 }, 'limits.per_hour', 'limits.burst'],
  ['no burst', { per_hour: 1 }, 'limits.burst'],
  ['an overage that is neither', { ...LIMITS, overage: 'yes' }, 'limits.overage'],
  ['what nobody knows', { ...LIMITS, per_minute: 1 }, 'limits.per_minute'],
];

describe('limits of its own', () => {
  test.each(WRONG)('cannot be %s', async (_, limits, ...fields) => {
    const tier = 'enterprise';
    const organization = { name: 'Moon', slug: 'moon', tier, limits };
    expect(refusal(await api.call('POST', '/v1/organizations', { body: organization }))).toEqual([422, ...fields]);
    expect(refusal(await patch(path, { tier, limits }, 1))).toEqual([422, ...fields]);
    const key = { name: 'key', tier, limits };
    expect(refusal(await api.call('POST', `${path}/keys`, { body: key }))).toEqual([422, ...fields]);
    const { id } = await api.key(acme, { tier });
    expect(refusal(await patch(`/v1/keys/${id}`, { limits }, 1))).toEqual([422, ...fields]);
  });

  test.each(['free', 'unlimited'])('are only for a tier that leaves them to each, not for %s', async (tier) => {
    const organization = { name: 'Moon', slug: 'moon', tier, limits: LIMITS };
    expect(refusal(await api.call('POST', '/v1/organizations', { body: organization }))).toEqual([422, 'limits']);
    const key = await api.key(acme, { tier });
    expect(refusal(await patch(`/v1/keys/${key.id}`, { limits: LIMITS }, 1))).toEqual([422, 'limits']);
    expect((await patch(`/v1/keys/${key.id}`, { tier: 'enterprise', limits: LIMITS }, 1)).status).toBe(200);
  });

  test('a key may have whose tier is its organization’s', async () => {
    const plain = await api.key(acme, {});
    expect(refusal(await patch(`/v1/keys/${plain.id}`, { limits: LIMITS }, 1))).toEqual([422, 'limits']);
    expect((await patch(path, { tier: 'enterprise' }, 1)).status).toBe(200);
    expect(await patch(`/v1/keys/${plain.id}`, { limits: LIMITS }, 1)).toMatchObject({ body: { limits: LIMITS } });
    expect(refusal(await patch(`/v1/keys/${plain.id}`, { tier: 'free', limits: LIMITS }, 2))).toEqual([422, 'limits']);
    expect(refusal(await patch(path, { tier: 'free', limits: LIMITS }, 2))).toEqual([422, 'limits']);
  });

  test('are shown, granted and in the history; what is left out is no overage, and null is none', async () => {
    const { per_hour, burst } = LIMITS;
    const given = { per_hour, burst };
    const whole = { ...given, overage: false };
    expect((await patch(path, { tier: 'enterprise', limits: given }, 1)).body).toMatchObject({ limits: whole });
    expect((await api.call('GET', path)).body).toMatchObject({ limits: whole });
    const key = await api.key(acme, { limits: { per_hour: 1, burst: 1 } });
    const url = `/v1/keys/${key.id}`;
    const granted = async (): Promise<unknown> => {
      const { body } = await api.call('POST', '/v1/keys/verify', { body: { secret: key.secret } });
      return (body['grant'] as Json)['limits'];
    };
    expect((await api.call('GET', url)).body).toMatchObject({ limits: { per_hour: 1, burst: 1, overage: false } });
    expect(await granted()).toEqual({ per_hour: 1, burst: 1, overage: false });
    expect((await patch(url, { limits: LIMITS }, 1)).body).toMatchObject({ limits: LIMITS });
    expect(await granted()).toEqual(LIMITS);
    expect((await patch(url, { limits: null }, 2)).body).toMatchObject({ limits: null });
    expect(await granted()).toEqual(whole);
    const { items } = (await api.call('GET', `${url}/history`)).body as { items: { changes: Json }[] };
    expect(items.map(({ changes }) => changes['limits'])).toEqual([
      null,
      LIMITS,
      { per_hour: 1, burst: 1, overage: false },
    ]);
    expect((await patch(path, { limits: null }, 2)).body).toMatchObject({ limits: null });
    expect(await granted()).toBeNull();
  });

  test('stay without effect while the tier has limits for all, and may be taken away then', async () => {
    const key = await api.key(acme, { tier: 'enterprise', limits: LIMITS });
    const url = `/v1/keys/${key.id}`;
    expect((await patch(url, { tier: 'free' }, 1)).body).toMatchObject({ tier: 'free', limits: LIMITS });
    expect((await patch(url, { limits: null }, 2)).body).toMatchObject({ limits: null });
  });

  test('a managing key gives none but its own', async () => {
    const fields = { tier: 'enterprise', limits: LIMITS };
    const { secret: token } = await api.key(acme, { ...fields, scopes: ['keys.manage'] });
    const create = (limits: Json) =>
      api.call('POST', `${path}/keys`, { token, body: { name: 'key', ...fields, limits } });
    const { body, status } = await create(LIMITS);
    expect(status).toBe(201);
    const more = { ...LIMITS, per_hour: LIMITS.per_hour + 1 };
    expect((await create(more)).status).toBe(403);
    const url = `/v1/keys/${String(body['id'])}`;
    const change = { token, body: { limits: more }, headers: { 'if-match': '"1"' } };
    expect((await api.call('PATCH', url, change)).status).toBe(403);
    expect((await api.call('GET', url)).body).toMatchObject({ version: 1, limits: LIMITS });
  });

  test('that are less take nothing away: the answer waits for nobody', async () => {
    const { id } = await api.key(acme, { tier: 'enterprise', limits: LIMITS });
    const changed = await patch(`/v1/keys/${id}`, { limits: { per_hour: 1, burst: 1 } }, 1);
    expect(changed).toMatchObject({ status: 200, body: { applied: 'ledger', effective_within_ms: null } });
  });
});

describe.each(['owner', 'administrator'])("an organization's own %s", (role) => {
  const denied = { status: 403, body: { code: 'permission_denied' } };
  let token: string;
  let create: (fields: Json) => Promise<Answer>;
  let change: (id: string, fields: Json, version: number) => Promise<Answer>;

  beforeEach(async () => {
    token = await api.token(acme, role);
    create = (fields) => api.call('POST', `${path}/keys`, { token, body: { name: 'key', ...fields } });
    change = (id, body, version) =>
      api.call('PATCH', `/v1/keys/${id}`, { token, body, headers: { 'if-match': `"${String(version)}"` } });
  });

  test("gives no key another tier than the organization's, nor limits", async () => {
    expect((await patch(path, { tier: 'enterprise' }, 1)).status).toBe(200);
    const plain = await api.key(acme, {});
    for (const fields of [{ tier: 'unlimited' }, { tier: 'enterprise', limits: LIMITS }, { limits: LIMITS }]) {
      expect(await create(fields)).toMatchObject(denied);
      expect(await change(plain.id, fields, 1)).toMatchObject(denied);
    }
    expect((await api.call('GET', `/v1/keys/${plain.id}`)).body).toMatchObject({
      version: 1,
      tier: null,
      limits: null,
    });
    for (const tier of ['enterprise', null]) {
      expect(await create({ tier, limits: null })).toMatchObject({ status: 201, body: { tier, limits: null } });
    }
    expect(await change(plain.id, { tier: 'enterprise' }, 1)).toMatchObject({ body: { tier: 'enterprise' } });
  });

  test("changes a key that has some, may say them again, and may make them the organization's", async () => {
    const given = { tier: 'enterprise', limits: LIMITS };
    const { id } = await api.key(acme, given);
    expect(await change(id, { name: 'other', ...given }, 1)).toMatchObject({ status: 200, body: given });
    expect(await change(id, { limits: { ...LIMITS, burst: 1 } }, 2)).toMatchObject(denied);
    // A tier that is `own` without limits has none.
    expect(await change(id, { limits: null }, 2)).toMatchObject(denied);
    const plain = { tier: null, limits: null };
    expect(await change(id, plain, 2)).toMatchObject({ status: 200, body: plain });
    expect(await change(id, { tier: 'enterprise' }, 3)).toMatchObject(denied);
  });
});
