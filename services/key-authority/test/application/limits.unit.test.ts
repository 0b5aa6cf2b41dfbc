import { afterEach, describe, expect, test } from 'vitest';
import { type TestApi, startTestApi } from '../support/test-api.ts';

let api: TestApi;
afterEach(() => api.stop());

describe('an organization that makes itself many tokens', () => {
  test('has no more commands for it', async () => {
    api = await startTestApi({}, { commandLimit: { burst: 6, perSecond: 1 } });
    const acme = await api.organization('acme');
    const owner = await api.token(acme, 'owner');
    const body = { name: 'more', role: 'administrator' };
    const more = await api.call('POST', `/v1/organizations/${acme}/tokens`, { token: owner, body });
    const other = String(more.body['secret']);
    const create = async (token: string) =>
      (await api.call('POST', `/v1/organizations/${acme}/keys`, { token, body: { name: 'key' } })).status;
    const answers = [];
    for (const token of [owner, other, owner, other, owner, other, other]) answers.push(await create(token));
    expect(answers).toEqual([201, 201, 201, 201, 201, 429, 429]);
  });
});

describe('what is read of the catalogue', () => {
  test('is bounded for each organization, searches more than lists, and verifying is not', async () => {
    api = await startTestApi();
    const acme = await api.organization('acme');
    const owner = await api.token(acme, 'owner');
    const { secret } = await api.key(acme);
    const list = async (query: string, token = owner) =>
      (await api.call('GET', `/v1/organizations/${acme}/keys${query}`, { token })).status;
    const searches = [];
    for (let i = 0; i < 21; i++) searches.push(await list('?q=a'));
    expect(searches).toEqual([...Array.from({ length: 20 }, () => 200), 429]);
    expect(await list('')).toBe(200);
    api.clock.now += 500;
    expect(await list('?q=a')).toBe(200);
    const body = { secret };
    for (let i = 0; i < 600; i++) await api.call('POST', '/v1/keys/verify', { token: owner, body });
    expect(await list('')).toBe(200);
  });
});

describe('a token that reaches beyond its organization', () => {
  test('cannot be revoked from within it', async () => {
    api = await startTestApi();
    const acme = await api.organization('acme');
    const owner = await api.token(acme, 'owner');
    const made = await api.call('POST', `/v1/organizations/${acme}/tokens`, {
      body: { name: 'node', role: 'service' },
    });
    const url = `/v1/organizations/${acme}/tokens/${String(made.body['id'])}`;
    expect((await api.call('DELETE', url, { token: owner })).status).toBe(403);
    expect((await api.call('GET', '/v1/me', { token: String(made.body['secret']) })).status).toBe(200);
    expect((await api.call('DELETE', url)).status).toBe(200);
  });
});
