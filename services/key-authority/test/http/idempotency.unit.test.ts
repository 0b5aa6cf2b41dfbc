import { Fault } from '@keyledger/ports';
import { beforeEach, expect, test } from 'vitest';
import { type Json, type TestApi, startTestApi } from '../support/test-api.ts';

let api: TestApi;
let acme: string;

beforeEach(async () => {
  api = await startTestApi({}, { commandTimeoutMs: 0 });
  acme = await api.organization('acme');
  return () => api.stop();
});

const under = (key: string, body: Json = {}, headers = {}) => ({
  body,
  headers: { 'idempotency-key': key, ...headers },
});

test('a repeated create answers the same key without its secret, and says what to do', async () => {
  const url = `/v1/organizations/${acme}/keys`;
  const first = await api.call('POST', url, under('one', { name: 'a' }));
  const end = await api.ledger.end();
  const again = await api.call('POST', url, under('one', { name: 'a' }));
  const { secret, ...key } = first.body;
  expect(secret).toBeTypeOf('string');
  expect(again.status).toBe(201);
  expect(again.headers['location']).toBe(first.headers['location']);
  expect(again.body).toEqual({ ...key, secret: null, note: expect.stringContaining('Rotate') as unknown });
  expect(await api.ledger.end()).toBe(end);
});

test.each([
  ['organizations', () => '/v1/organizations', { name: 'b', slug: 'b' }],
  ['tokens', () => `/v1/organizations/${acme}/tokens`, { name: 'a', role: 'owner' }],
])('a repeated create of %s makes one', async (_, url, body) => {
  const [first, again] = [
    await api.call('POST', url(), under('one', body)),
    await api.call('POST', url(), under('one', body)),
  ];
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(again.body['id']).toBe(first.body['id']);
  expect(again.text).not.toContain('"secret":"');
});

test('another body under the same key is refused', async () => {
  const url = `/v1/organizations/${acme}/keys`;
  await api.call('POST', url, under('one', { name: 'a' }));
  const other = await api.call('POST', url, under('one', { name: 'b' }));
  expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
});

test('the same key at another path, or of another principal, is another command', async () => {
  const [a, b] = [await api.key(acme), await api.key(acme)];
  await api.call('POST', `/v1/keys/${a.id}/pause`, under('one'));
  expect((await api.call('POST', `/v1/keys/${b.id}/pause`, under('one'))).body).toMatchObject({ state: 'paused' });
  const token = await api.token(acme, 'owner');
  const first = await api.call('POST', `/v1/organizations/${acme}/keys`, under('two', { name: 'a' }));
  const theirs = await api.call('POST', `/v1/organizations/${acme}/keys`, { ...under('two', { name: 'a' }), token });
  expect(theirs.status).toBe(201);
  expect(theirs.body['id']).not.toBe(first.body['id']);
});

test('a repeated rotate makes one secret, and a repeated change succeeds though its version is old', async () => {
  const key = await api.key(acme);
  const rotate = () => api.call('POST', `/v1/keys/${key.id}/rotate`, under('r', { overlap: 'PT1H' }));
  const [first, again] = [await rotate(), await rotate()];
  expect(first.body['secret']).toBeTypeOf('string');
  expect(again).toMatchObject({ status: 200, body: { secret: null, version: 2, position: first.body['position'] } });

  const patch = () => api.call('PATCH', `/v1/keys/${key.id}`, under('p', { name: 'b' }, { 'if-match': '"2"' }));
  expect((await patch()).body).toMatchObject({ name: 'b', version: 3 });
  expect(await patch()).toMatchObject({ status: 200, body: { version: 3 } });
});

test('what became of a command is unknown while the ledger does not say, and its repeat takes effect once', async () => {
  const body = { name: 'a' };
  api.ledger.failWith(new Fault('outcome_unknown', 'no answer'));
  const unknown = await api.call('POST', `/v1/organizations/${acme}/keys`, under('one', body));
  expect(unknown).toMatchObject({ status: 503, body: { code: 'outcome_unknown' } });
  expect(unknown.headers['retry-after']).toBe('1');
  api.ledger.failWith(null);
  expect((await api.call('POST', `/v1/organizations/${acme}/keys`, under('one', body))).status).toBe(201);
});

test.each(['ledger_corrupt', 'ledger_unsafe', 'ledger_unavailable'] as const)(
  '%s is the ledger being unavailable, and operators alone learn why',
  async (code) => {
    api.ledger.failWith(new Fault(code, 'The ledger cannot be used.', { internal: 'record 7 is torn' }));
    const answer = await api.call('POST', `/v1/organizations/${acme}/keys`, { body: { name: 'a' } });
    expect(answer).toMatchObject({ status: 503, body: { code: 'ledger_unavailable' } });
    expect(answer.text).not.toContain('torn');
    expect(api.logger.text).toContain('record 7 is torn');
  },
);
