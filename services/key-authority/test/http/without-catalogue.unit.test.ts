import { PLAIN_REQUEST } from '@keyledger/domain';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { type Json, type TestApi, startTestApi } from '../support/test-api.ts';

let api: TestApi;
let acme: string;
let key: Json & { readonly id: string; readonly secret: string };

beforeEach(async () => {
  api = await startTestApi();
  acme = await api.organization('acme');
  key = await api.key(acme, { name: 'old', metadata: { team: 'red' } });
  return () => api.stop();
});

const codeOf = async (secret: unknown): Promise<string> =>
  (await api.authority.verifier.verify({ ...PLAIN_REQUEST, secret: String(secret) })).reasonCode;

/** Until the returned function is called, nothing can be written. */
function refuseWrites(): () => void {
  const refusal = vi.spyOn(api.catalogue, 'apply').mockImplementation(() => {
    throw Object.assign(new Error('database or disk is full'), { errcode: 13 });
  });
  return () => refusal.mockRestore();
}

describe('while the catalogue cannot be written', () => {
  test('the answers of commands are those that a catalogue would give', async () => {
    const free = refuseWrites();
    const created = await api.call('POST', `/v1/organizations/${acme}/keys`, {
      body: { name: 'new', metadata: { a: 'b' } },
    });
    const rotated = await api.call('POST', `/v1/keys/${key.id}/rotate`);
    const renamed = await api.call('PATCH', `/v1/keys/${key.id}`, {
      body: { name: 'x' },
      headers: { 'if-match': '"2"' },
    });
    const paused = await api.call('POST', `/v1/organizations/${acme}/pause`);
    const token = await api.call('POST', `/v1/organizations/${acme}/tokens`, { body: { name: 't', role: 'owner' } });
    const url = `/v1/organizations/${acme}/webhooks`;
    const webhook = await api.call('POST', url, { body: { url: 'https://a.example', description: 'd' } });
    const statuses = [created, rotated, renamed, paused, token, webhook].map(({ status }) => status);
    expect(statuses).toEqual([201, 200, 200, 200, 201, 201]);
    expect(await api.call('GET', `/v1/keys/${key.id}`)).toMatchObject({ status: 503, body: { code: 'not_caught_up' } });
    free();
    await expect.poll(async () => (await api.call('GET', `/v1/keys/${key.id}`)).status).toBe(200);
    for (const [answer, path] of [
      [created, `/v1/keys/${String(created.body['id'])}`],
      [renamed, `/v1/keys/${key.id}`],
      [paused, `/v1/organizations/${acme}`],
      [webhook, `${url}/${String(webhook.body['id'])}`],
    ] as const) {
      expect(answer.body).toMatchObject((await api.call('GET', path)).body);
    }
    const tokens = await api.call('GET', `/v1/organizations/${acme}/tokens`);
    expect(token.body).toMatchObject((tokens.body['items'] as Json[])[0] ?? {});
    expect(rotated.body).toMatchObject({ name: 'old', metadata: { team: 'red' }, state: 'transition', version: 2 });
  });

  test('keys are verified by the ledger: a new one works, a revoked one does not', async () => {
    refuseWrites();
    const created = await api.key(acme);
    expect(await codeOf(created.secret)).toBe('');
    await api.call('POST', `/v1/keys/${key.id}/revoke`);
    expect(await codeOf(key.secret)).toBe('revoked_key');
  });
});

describe('when the catalogue can be neither written nor read', () => {
  beforeEach(() => api.catalogue.close());

  test('a command shows its secret, and what is known', async () => {
    const created = await api.call('POST', `/v1/organizations/${acme}/keys`, { body: { name: 'new' } });
    expect(created).toMatchObject({ status: 201, body: { name: 'new', created_by: { kind: 'bootstrap' } } });
    expect(await codeOf(created.body['secret'])).toBe('');
    const rotated = await api.call('POST', `/v1/keys/${key.id}/rotate`);
    const { created_at } = key;
    expect(rotated).toMatchObject({ status: 200, body: { name: '', version: 2, state: 'transition', created_at } });
    expect(await codeOf(rotated.body['secret'])).toBe('');
  });

  test('what belongs to another organization stays unknown', async () => {
    const other = await api.organization('other');
    const owner = await api.token(other, 'owner');
    const answer = await api.call('POST', `/v1/keys/${key.id}/rotate`, { token: owner });
    expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
    const principal = await api.authority.authenticate(owner, { address: '', origin: '' });
    expect(() => api.authority.views.key(principal, key.id)).toThrow(expect.objectContaining({ code: 'not_found' }));
  });
});
