import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeSystem } from './kit/describe-system.ts';
import { RunningSystem } from './kit/running-system.ts';

const PATH = '/api/v1/presentations';

/** Of a key of this profile. */
const BURST = 60;

/** Each title is a line of systems.md, "Per-system acceptance", S4. */
await describeSystem('chronicle', (env) => {
  let system: RunningSystem;
  let key: string;

  beforeAll(async () => {
    system = await RunningSystem.start('chronicle', env());
    key = await system.demoKey();
  }, 120_000);
  afterAll(() => system.stop(), 60_000);

  describe('both headers accepted (both at once and different: malformed_token)', () => {
    const other = 'chr_nothing';

    it.each([
      ['Authorization', () => ({ authorization: `Bearer ${key}` }), 200, ''],
      ['X-Api-Key', () => ({ 'x-api-key': key }), 200, ''],
      ['both, alike', () => ({ authorization: `Bearer ${key}`, 'x-api-key': key }), 200, ''],
      ['both, different', () => ({ authorization: `Bearer ${key}`, 'x-api-key': other }), 401, 'malformed_token'],
      ['neither', () => ({}), 401, 'missing_bearer'],
    ])('%s', async (_, headers, status, reasonCode) => {
      expect(await system.ask(PATH, { headers: headers() })).toMatchObject({ status, reasonCode });
    });
  });

  it('a resource outside the workspace is 403 with a valid key', async () => {
    const foreign = `${PATH}/${system.resource('foreign_presentation')}`;
    const denied = { status: 403, reasonCode: 'cross_organization_denied' };
    expect(await system.ask(foreign, { key })).toMatchObject(denied);
    expect(await system.ask(foreign, { key, method: 'PATCH', body: { title: 'Mine' } })).toMatchObject(denied);
    const { body } = await system.ask(PATH, { key });
    expect(JSON.stringify(body)).not.toContain(system.resource('foreign_presentation'));
  });

  it('generate, create, fetch, update', async () => {
    const generated = await system.ask(`${PATH}/generate`, { key, method: 'POST', body: { prompt: 'Our year' } });
    const created = await system.ask(PATH, { key, method: 'POST', body: { title: 'Plan' } });
    for (const { status, body } of [generated, created]) {
      expect(status).toBe(201);
      const one = `${PATH}/${String(body['id'])}`;
      expect(await system.ask(one, { key })).toMatchObject({ status: 200, body });
      const updated = await system.ask(one, { key, method: 'PATCH', body: { title: 'Renamed' } });
      expect(updated).toMatchObject({ status: 200, body: { title: 'Renamed' } });
      expect((await system.ask(one, { key })).body).toEqual(updated.body);
    }
  });

  it('what only reads cannot write', async () => {
    const { secret } = await system.admin.key(system.organization('acme'), { scopes: ['presentations:read'] });
    expect((await system.ask(PATH, { key: secret })).status).toBe(200);
    const written = await system.ask(PATH, { key: secret, method: 'POST', body: { title: 'Plan' } });
    expect(written).toMatchObject({ status: 403, reasonCode: 'missing_scope' });
  });

  it('429 with backoff hints per key', async () => {
    const [busy, quiet] = await Promise.all(
      ['busy', 'quiet'].map((name) =>
        system.admin.key(system.organization('acme'), { name, scopes: ['presentations:read'] }),
      ),
    );
    const answers = await Promise.all(
      Array.from({ length: 2 * BURST }, () => system.ask(PATH, { key: busy?.secret ?? '' })),
    );
    const limited = answers.filter(({ status }) => status === 429);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(BURST);
    expect(limited.length).toBeGreaterThan(0);
    for (const { headers, body } of limited) {
      expect(body).toMatchObject({ error: 'rate_limit_exceeded', reason_code: 'rate_limited' });
      expect(Number(headers['retry-after'])).toBeGreaterThanOrEqual(1);
      expect(headers['ratelimit']).toMatch(/;r=0;t=\d+/);
    }
    expect((await system.ask(PATH, { key: quiet?.secret ?? '' })).status).toBe(200);
  });

  it('keys are revoked, never deleted, and stay visible with their history', async () => {
    const { id, secret } = await system.admin.key(system.organization('acme'), { scopes: ['presentations:read'] });
    expect((await system.admin.call('DELETE', `/v1/keys/${id}`)).status).toBeGreaterThanOrEqual(400);
    expect((await system.admin.command(id, 'revoke', { reason: 'no longer needed' })).status).toBe(200);
    expect(await system.ask(PATH, { key: secret })).toMatchObject({ status: 401, reasonCode: 'revoked_key' });
    expect((await system.admin.call('GET', `/v1/keys/${id}`)).body).toMatchObject({ id, state: 'revoked' });
    const list = await system.admin.call('GET', `/v1/organizations/${system.organization('acme')}/keys?state=revoked`);
    expect((list.body['items'] as { id: string }[]).map((each) => each.id)).toContain(id);
    const { body } = await system.admin.call('GET', `/v1/keys/${id}/history`);
    const events = (body['items'] as { type: string }[]).map(({ type }) => type);
    expect(events.toSorted()).toEqual(['key.created', 'key.revoked']);
  });

  it('raw key once only', async () => {
    const list = `/v1/organizations/${system.organization('acme')}/keys`;
    const create = () => system.admin.call('POST', list, { name: 'once' }, { idempotencyKey: 'raw-key-once' });
    const { status, body } = await create();
    const { id, secret } = body as { readonly id: string; readonly secret: string };
    expect({ status, secret }).toEqual({ status: 201, secret: expect.stringMatching(/^chr_/) });
    expect((await create()).body).toMatchObject({ id, secret: null });
    for (const path of [`/v1/keys/${id}`, `/v1/keys/${id}/history`, list])
      expect(JSON.stringify((await system.admin.call('GET', path)).body)).not.toContain(secret);
  });
});
