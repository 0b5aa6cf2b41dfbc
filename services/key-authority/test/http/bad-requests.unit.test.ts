import { beforeAll, describe, expect, test } from 'vitest';
import { type Json, type TestApi, startTestApi } from '../support/test-api.ts';
import { ADMIN_TOKEN } from '../support/test-authority.ts';
import type { Things } from './bad-request.ts';
import { badRequests } from './bad-requests.ts';

let api: TestApi;
let things: Things;

/** As long as the real things, which exist only once the authority runs. */
const PLACEHOLDERS: Things = {
  acme: '{acme}',
  key: '{key}',
  publicKey: '{publicKey}',
  token: '{token}',
  ahead: '{ahead}',
};
const titles = badRequests(PLACEHOLDERS).map(({ title, method, url }, index) => ({
  title,
  target: `${method} ${url}`,
  index,
}));

beforeAll(async () => {
  api = await startTestApi();
  const acme = await api.organization('acme');
  const key = await api.key(acme);
  const { id: publicKey } = await api.key(acme, { kind: 'public', restrictions: { origins: ['*'] } });
  const { ledgerId } = api.authority.status();
  things = { acme, key: key.id, publicKey, token: ADMIN_TOKEN, ahead: `${ledgerId}-999` };
  return () => api.stop();
});

describe('a bad request is answered with its documented error, and changes nothing', () => {
  test.each(titles)('$title ($target)', async ({ index }) => {
    const row = badRequests(things)[index];
    if (row === undefined) throw new Error('no such row');
    const before = await api.ledger.end();
    const answer = await api.call(row.method, row.url, row.options);
    const { code, status, errors, request_id: requestId } = answer.body as Json & { errors: { field: string }[] };
    expect({ httpStatus: answer.status, status, code, fields: errors.map(({ field }) => field).sort() }).toEqual({
      httpStatus: row.status,
      status: row.status,
      code: row.code,
      fields: [...row.fields].sort(),
    });
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(requestId).toBe(answer.headers['x-request-id']);
    if (row.status === 401) expect(answer.headers['www-authenticate']).toBe('Bearer');
    if (row.status === 503) expect(answer.headers['retry-after']).toBe('1');
    expect(await api.ledger.end()).toBe(before);
  });
});

test('the table is long', () => {
  expect(titles.length).toBeGreaterThanOrEqual(60);
});

test('an error says what is allowed, and never what was sent', async () => {
  const secret = `kl_sk_live_${'s'.repeat(49)}`;
  const fields = { name: secret.repeat(9), tier: secret, kind: secret, scopes: [{ secret }], [secret]: secret };
  const badly = [
    { body: fields },
    { body: { name: 'a', tier: secret, environment: secret, scopes: [`${secret}!`], expires_at: null } },
    { body: { name: 'a', metadata: { [secret.repeat(3)]: secret } } },
    { body: `{"name": ${secret}}` },
  ];
  for (const options of badly) {
    const answer = await api.call('POST', `/v1/organizations/${things.acme}/keys`, options);
    expect([400, 422]).toContain(answer.status);
    expect(answer.text).not.toContain('ssssssssss');
  }
  const answer = await api.call('POST', `/v1/organizations/${things.acme}/keys`, {
    body: { name: 'a', kind: 'x', tier: 'y' },
  });
  expect(answer.body['errors']).toEqual([{ field: 'kind', message: 'one of secret, public' }]);
  expect(api.logger.text).not.toContain('ssssssssss');
});
