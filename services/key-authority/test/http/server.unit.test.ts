import { FAULT_CODES, Fault } from '@keyledger/ports';
import { afterEach, describe, expect, test } from 'vitest';
import { FAULT_STATUS } from '../../src/http/fault-status.ts';
import type { AdminServerOptions } from '../../src/http/index.ts';
import { type TestApi, startTestApi } from '../support/test-api.ts';
import type { TestAuthorityOptions } from '../support/test-authority.ts';

let api: TestApi;

const start = async (
  server: Partial<AdminServerOptions> = {},
  options: TestAuthorityOptions = {},
): Promise<TestApi> => {
  api = await startTestApi(server, options);
  return api;
};

afterEach(() => api.stop());

test('every fault has a status, and what is shown has a code of its own', () => {
  expect(Object.keys(FAULT_STATUS).sort()).toEqual([...FAULT_CODES].sort());
  for (const { status, shownAs } of Object.values(FAULT_STATUS)) {
    expect(status).toBeGreaterThanOrEqual(400);
    if (shownAs !== undefined) expect(FAULT_STATUS[shownAs].status).toBe(status);
  }
  return start();
});

test('every answer forbids what browsers could do with it, and those of the API are stored nowhere', async () => {
  await start();
  for (const [url, token] of [
    ['/v1/me', undefined],
    ['/v1/me', null],
    ['/v1/nothing', null],
    ['/v1/keys/%', null],
  ] as const) {
    const { headers } = await api.call('GET', url, token === undefined ? {} : { token });
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
    });
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  }
});

test("a client's request id is not taken over", async () => {
  await start();
  const { headers } = await api.call('GET', '/v1/me', { headers: { 'x-request-id': 'mine' } });
  expect(headers['x-request-id']).not.toBe('mine');
});

test.each(['', '; charset=utf-8', '; charset="utf-8"', ';charset = UTF-8 ; x=y'])(
  'JSON in UTF-8 is taken, however that is written: %j',
  async (parameter) => {
    await start();
    const headers = { 'content-type': `application/json${parameter}` };
    expect((await api.call('POST', '/v1/organizations', { body: { name: 'a', slug: 'a' }, headers })).status).toBe(201);
  },
);

test('HEAD answers what GET does, without its body', async () => {
  await start();
  const acme = await api.organization('acme');
  const [get, head] = [
    await api.call('GET', `/v1/organizations/${acme}`),
    await api.call('HEAD', `/v1/organizations/${acme}`),
  ];
  expect({ status: head.status, text: head.text }).toEqual({ status: 200, text: '' });
  for (const name of ['etag', 'content-type', 'content-length']) expect(head.headers[name]).toBe(get.headers[name]);
  expect(await api.call('HEAD', '/v1/nothing')).toMatchObject({ status: 404, text: '' });
});

test('the root says where the document is, to anybody', async () => {
  await start();
  expect(await api.call('GET', '/', { token: null })).toMatchObject({
    status: 200,
    body: { openapi: '/openapi.json' },
  });
});

describe('an unexpected error', () => {
  test('is answered without anything of it, and logged under its request id', async () => {
    await start();
    api.authority.queries.organizations = () => {
      throw new TypeError('cannot read property of undefined');
    };
    const answer = await api.call('GET', '/v1/organizations');
    expect(answer).toMatchObject({ status: 500, body: { code: 'internal', errors: [] } });
    expect(answer.text).not.toContain('undefined');
    const line = api.logger.lines.find(({ level }) => level === 'error');
    expect(line?.fields).toMatchObject({ requestId: answer.body['request_id'], code: 'internal' });
    expect(api.logger.text).toContain('cannot read property of undefined');
  });
});

test('before the ledger is read, nothing is answered from what is known of it', async () => {
  await start();
  api.ready = false;
  for (const answer of [
    await api.call('GET', '/v1/me'),
    await api.call('POST', '/v1/keys/revoke-by-secret', { body: { secret: 'a' }, token: null }),
  ]) {
    expect(answer).toMatchObject({ status: 503, body: { code: 'not_caught_up' } });
    expect(answer.headers['retry-after']).toBe('1');
  }
});

test('a missing digest key is said to be that, in a create and in a verify', async () => {
  await start();
  const acme = await api.organization('acme');
  const key = await api.key(acme);
  api.digestKeys.replace({ keys: new Map(), activeId: null });
  for (const answer of [
    await api.call('POST', `/v1/organizations/${acme}/keys`, { body: { name: 'a' } }),
    await api.call('POST', '/v1/keys/verify', { body: { secret: key.secret } }),
  ]) {
    expect(answer).toMatchObject({ status: 503, body: { code: 'digest_key_unavailable' } });
  }
});

describe('with a list of hosts', () => {
  test('other names are refused, whatever the port', async () => {
    await start({ allowedHosts: ['keys.example', '[::1]'] });
    const to = async (host: string) => (await api.call('GET', '/openapi.json', { headers: { host } })).status;
    expect(await to('keys.example')).toBe(200);
    expect(await to('KEYS.example:8400')).toBe(200);
    expect(await to('[::1]:8400')).toBe(200);
    expect(await to('evil.example')).toBe(403);
    expect(await to('keys.example.evil.example')).toBe(403);
  });
});

describe('limits', () => {
  test('commands are bounded for each principal, and reads are not', async () => {
    await start({}, { commandLimit: { burst: 3, perSecond: 2 } });
    const acme = await api.organization('acme');
    const other = await api.token(acme, 'owner');
    const key = await api.key(acme);
    const pause = (token?: string) =>
      api.call('POST', `/v1/keys/${key.id}/pause`, token === undefined ? {} : { token });
    const limited = await pause();
    expect(limited).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
    expect(limited.headers['retry-after']).toBe('1');
    expect((await pause(other)).status).toBe(200);
    expect((await api.call('GET', `/v1/keys/${key.id}`)).status).toBe(200);
    expect((await api.call('POST', '/v1/keys/verify', { body: { secret: key.secret } })).status).toBe(200);
    api.clock.now += 500;
    expect((await pause()).status).toBe(200);
    expect((await pause()).status).toBe(429);
  });

  test('revoke-by-secret is bounded for each address, IPv6 by its /64', async () => {
    await start({ limits: { revokeBySecret: { burst: 2, perSecond: 1 } } });
    const from = async (remoteAddress: string) => {
      const payload = '{';
      const headers = { 'content-type': 'application/json' };
      return (
        await api.app.inject({ method: 'POST', url: '/v1/keys/revoke-by-secret', headers, payload, remoteAddress })
      ).statusCode;
    };
    expect([await from('2001:db8::1'), await from('2001:db8::2'), await from('2001:db8::3')]).toEqual([400, 400, 429]);
    expect([await from('2001:db8:0:1::1'), await from('192.0.2.1')]).toEqual([400, 400]);
    api.clock.now += 1_000;
    expect([await from('2001:db8::4'), await from('2001:db8::4')]).toEqual([400, 429]);
  });

  test('the body limit is a setting', async () => {
    await start({ limits: { bodyBytes: 100 } });
    expect((await api.call('POST', '/v1/organizations', { body: { name: 'a'.repeat(100), slug: 'a' } })).status).toBe(
      413,
    );
  });
});

test('a forwarded address counts from a trusted proxy alone', async () => {
  await start({ trustedProxies: ['127.0.0.1'] });
  const acme = await api.organization('acme');
  const addresses = async () => {
    const { items } = (await api.call('GET', `/v1/organizations/${acme}/history`)).body as {
      items: { actor: object }[];
    };
    return items[0]?.actor;
  };
  await api.call('POST', `/v1/organizations/${acme}/pause`, { headers: { 'x-forwarded-for': '192.0.2.9' } });
  expect(await addresses()).toMatchObject({ address: '192.0.2.9' });
  await api.app.inject({
    method: 'POST',
    url: `/v1/organizations/${acme}/resume`,
    remoteAddress: '192.0.2.50',
    headers: { authorization: 'Bearer test-admin-token-of-at-least-32-characters', 'x-forwarded-for': '192.0.2.9' },
  });
  expect(await addresses()).toMatchObject({ address: '192.0.2.50' });
});

test('no secret comes into any log line', async () => {
  await start();
  const acme = await api.organization('acme');
  const key = await api.key(acme);
  const token = await api.token(acme, 'owner');
  await api.call('GET', `/v1/organizations/${acme}/keys?q=${key.secret}`, { token });
  await api.call('GET', `/v1/keys/${key.secret}`, { token });
  await api.call('POST', '/v1/keys/verify', { body: { secret: key.secret, extra: key.secret }, token });
  await api.call('POST', '/v1/keys/verify', { body: `{"secret": "${key.secret}`, token });
  api.ledger.failWith(new Fault('ledger_unavailable', 'no'));
  await api.call('POST', `/v1/keys/${key.id}/rotate`, { token });
  expect(api.logger.lines.length).toBeGreaterThan(5);
  for (const secret of [key.secret, token, key.secret.slice(12)]) expect(api.logger.text).not.toContain(secret);
});
