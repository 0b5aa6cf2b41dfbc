import { beforeEach, describe, expect, test } from 'vitest';
import { type Answer, type Json, type TestApi, startTestApi } from '../support/test-api.ts';
import { TestFreshness } from '../support/test-freshness.ts';

let api: TestApi;
let freshness: TestFreshness;

beforeEach(async () => {
  freshness = new TestFreshness();
  api = await startTestApi({}, { freshness });
  return () => api.stop();
});

const status = async (): Promise<Json> => (await api.call('GET', '/v1/ledger/status')).body;
const change = (body: unknown, headers = {}): Promise<Answer> => api.call('PATCH', '/v1/ledger', { body, headers });

describe('the status', () => {
  test('says how long leases may be, who may hold one, and how this replica stands', async () => {
    expect(await status()).toEqual({
      ledger_id: expect.stringMatching(/^[0-9a-z]{12}$/) as unknown,
      position: expect.stringMatching(/-0$/) as unknown,
      ready: true,
      max_hold_ms: 5_000,
      lease: { state: 'fresh', age_ms: 1_000, remaining_ms: 4_000 },
      holders: 3,
    });
  });

  test('says that a lease has ended, and that there never was one', async () => {
    freshness.view = { kind: 'none', ageMs: 7_000.4, remainingMs: 0, terms: null };
    expect((await status())['lease']).toEqual({ state: 'none', age_ms: 7_000, remaining_ms: 0 });
    freshness.view = { kind: 'none', ageMs: null, remainingMs: 0, terms: null };
    expect((await status())['lease']).toBeNull();
  });
});

describe('the longest lease', () => {
  test('is changed for all, waits for nobody, and stands in the events', async () => {
    const answer = await change({ max_hold_ms: 60_000, reason: 'serve-stale' });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      ledger_id: (await status())['ledger_id'],
      max_hold_ms: 60_000,
      position: expect.stringMatching(/-1$/) as unknown,
      applied: 'ledger',
      effective_by: null,
      effective_within_ms: null,
    });
    expect((await status())['max_hold_ms']).toBe(60_000);
    expect((await change({ max_hold_ms: 100 })).body['applied']).toBe('ledger');
    expect(freshness.waits).toEqual([]);

    const { body } = await api.call('GET', '/v1/ledger/events');
    expect((body['items'] as Json[]).at(1)).toMatchObject({
      type: 'ledger.max_hold_changed',
      id: 'ledger',
      organization_id: null,
      version: 2,
      reason: 'serve-stale',
      actor: { subject: 'bootstrap' },
      changes: { max_hold_ms: 60_000 },
    });
  });

  test('that it is already makes no event', async () => {
    expect((await change({ max_hold_ms: 5_000 })).body).toMatchObject({ max_hold_ms: 5_000 });
    const { items } = (await api.call('GET', '/v1/ledger/events')).body;
    expect(items).toHaveLength(1);
  });

  test('is changed once, however often that is sent', async () => {
    const one = { 'idempotency-key': 'one' };
    const first = await change({ max_hold_ms: 60_000 }, one);
    await change({ max_hold_ms: 70_000 });
    const again = await change({ max_hold_ms: 60_000 }, one);
    expect([again.status, again.body['position']]).toEqual([200, first.body['position']]);
    expect((await status())['max_hold_ms']).toBe(70_000);
    const reused = await change({ max_hold_ms: 80_000 }, one);
    expect([reused.status, reused.body['code']]).toEqual([422, 'idempotency_key_reused']);
  });

  test.each([99, 43_200_001, 100.5, -1, '5000', null])('cannot be %s', async (maxHold) => {
    const { status: code, body } = await change({ max_hold_ms: maxHold });
    expect([code, body['code']]).toEqual([422, 'validation_failed']);
    expect((body['errors'] as Json[]).map(({ field }) => field)).toEqual(['max_hold_ms']);
  });

  test.each([100, 43_200_000])('can be %s', async (maxHold) => {
    expect((await change({ max_hold_ms: maxHold })).status).toBe(200);
  });

  test('is for those alone who may do everything', async () => {
    const acme = await api.organization('acme');
    const body = { max_hold_ms: 60_000 };
    for (const [role, code] of [
      ['owner', 403],
      ['administrator', 403],
      ['service', 403],
      ['platform', 200],
    ] as const) {
      const token = await api.token(acme, role);
      expect((await api.call('PATCH', '/v1/ledger', { body, token })).status, role).toBe(code);
    }
    expect((await api.call('PATCH', '/v1/ledger', { body, token: null })).status).toBe(401);
  });
});
