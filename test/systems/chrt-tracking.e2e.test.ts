import { silentLogger } from '@keyledger/ports';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PLAIN_REQUEST, startFreshVerifier } from '../../libs/client/src/index.ts';
import { RecordingUpstream } from '../../services/api-node/test/kit/recording-upstream.ts';
import type { MadeKey } from '../kit/admin-client.ts';
import { eventually } from '../kit/eventually.ts';
import { describeSystem } from './kit/describe-system.ts';
import { RunningSystem } from './kit/running-system.ts';

const LIST = '/tracking/sessions/list/v1';
const SERIES = '/tracking/timeseries/session_by_device';

/** Each title is a line of systems.md, "Per-system acceptance", S2. */
await describeSystem('chrt-tracking', (env) => {
  let system: RunningSystem;
  let key: string;
  /** Another node of the same pair, before an upstream that remembers what it is told. */
  let otherNode: string;
  let recording: RecordingUpstream;

  beforeAll(async () => {
    system = await RunningSystem.start('chrt-tracking', env());
    key = await system.demoKey();
    recording = await RecordingUpstream.start();
    otherNode = await system.addNode({ KEYLEDGER_UPSTREAM: recording.url.origin });
  }, 120_000);
  afterAll(async () => {
    await system.stop();
    await recording[Symbol.asyncDispose]();
  }, 60_000);

  const newKey = (fields: object = {}): Promise<MadeKey> => system.admin.key(system.organization('acme'), fields);
  const session = (name: string): string => `session_id=${system.resource(name)}`;

  describe('the five tracking routes answer, every other route is 403', () => {
    it.each([
      [LIST, ''],
      ['/tracking/sessions/get/v1', 'session'],
      ['/tracking/sessions/typeahead/v1', ''],
      [`${SERIES}/last_seen/v1`, 'session'],
      [`${SERIES}/data_points/v1`, 'session'],
    ])('%s', async (path, name) => {
      expect((await system.ask(name === '' ? path : `${path}?${session(name)}`, { key })).status).toBe(200);
      expect(await system.ask(path, { key, method: 'POST' })).toMatchObject({ reasonCode: 'route_not_allowed' });
    });

    it.each(['/', '/hello', '/tracking', `${LIST}/`, '/tracking/sessions/list/v2', '/tracking/sessions/delete/v1'])(
      '%s is 403',
      async (path) => {
        expect(await system.ask(path, { key })).toMatchObject({ status: 403, reasonCode: 'route_not_allowed' });
      },
    );
  });

  describe('Owner and Administrator can create, rotate, revoke; Operator and Driver get 403 from the admin API', () => {
    const keysPath = (): string => `/v1/organizations/${system.organization('acme')}/keys`;
    const adminWith = async (role: string) => {
      const path = `/v1/organizations/${system.organization('acme')}/tokens`;
      const { status, body } = await system.admin.call('POST', path, { name: role, role });
      expect(status).toBe(201);
      return system.adminAs(String(body['secret']));
    };

    it.each(['owner', 'administrator'])('%s', async (role) => {
      const admin = await adminWith(role);
      const { id, secret } = await admin.key(system.organization('acme'));
      const rotated = await admin.command(id, 'rotate');
      expect((await system.ask(LIST, { key: String(rotated.body['secret']) })).status).toBe(200);
      expect((await admin.command(id, 'revoke')).status).toBe(200);
      expect(await system.ask(LIST, { key: secret })).toMatchObject({ reasonCode: 'revoked_key' });
    });

    it.each(['operator', 'driver'])('%s', async (role) => {
      const admin = await adminWith(role);
      const { id, secret } = await newKey();
      const refused = { status: 403, body: { code: 'permission_denied' } };
      expect(await admin.call('POST', keysPath(), { name: 'mine' })).toMatchObject(refused);
      for (const verb of ['rotate', 'revoke']) expect(await admin.command(id, verb)).toMatchObject(refused);
      expect(await admin.call('GET', keysPath())).toMatchObject(refused);
      expect((await system.ask(LIST, { key: secret })).status).toBe(200);
    });

    it('and are told that there is no page of keys for them', async () => {
      const seesKeys = async (role: string): Promise<boolean> => {
        const { body } = await (await adminWith(role)).call('GET', '/v1/me');
        return (body['permissions'] as string[]).some((permission) => permission.startsWith('keys.'));
      };
      expect(await seesKeys('owner')).toBe(true);
      expect(await seesKeys('administrator')).toBe(true);
      expect(await seesKeys('operator')).toBe(false);
      expect(await seesKeys('driver')).toBe(false);
    });
  });

  it("a key reaches its own organisation's data only, at operator level (the upstream is told)", async () => {
    for (const path of ['/tracking/sessions/get/v1', `${SERIES}/last_seen/v1`, `${SERIES}/data_points/v1`]) {
      const foreign = { status: 403, reasonCode: 'cross_organization_denied' };
      expect(await system.ask(`${path}?${session('foreign_session')}`, { key }), path).toMatchObject(foreign);
      const unknown = { status: 404, reasonCode: 'session_not_found' };
      expect(await system.ask(`${path}?session_id=none`, { key }), path).toMatchObject(unknown);
    }
    const listed = (await system.ask(LIST, { key })).body['items'] as { id: string }[];
    expect(listed.map(({ id }) => id)).toEqual(['session', 'second_session'].map((name) => system.resource(name)));
    const claims = { 'x-key-role': 'owner', x_key_role: 'owner', 'x-organization-id': system.organization('globex') };
    expect((await system.ask(LIST, { key, node: otherNode, headers: claims })).status).toBe(200);
    expect(recording.values('x-key-role')).toEqual(['operator']);
    expect(recording.values('x_key_role')).toEqual([]);
    expect(recording.values('x-organization-id')).toEqual([system.organization('acme')]);
  });

  it('the key is shown once', async () => {
    const { id, secret } = await newKey();
    const { body } = await system.admin.call('GET', `/v1/keys/${id}`);
    expect(body).toMatchObject({ id, prefix: 'ak_', last4: secret.slice(-4) });
    const history = await system.admin.call('GET', `/v1/keys/${id}/history`);
    for (const each of [body, history.body]) expect(JSON.stringify(each)).not.toContain(secret);
  });

  it('expiry set at creation is honoured to the second, and stays', async () => {
    const expiresAt = Math.ceil(Date.now() / 1_000) * 1_000 + 4_000;
    const { id, secret } = await newKey({ expires_at: new Date(expiresAt).toISOString() });
    const later = { expires_at: new Date(expiresAt + 60_000).toISOString() };
    const changed = await system.admin.call('PATCH', `/v1/keys/${id}`, later, { ifMatch: '"1"' });
    expect(changed).toMatchObject({ status: 422, body: { errors: [{ field: 'expires_at' }] } });
    // What was sent after the date is refused, however seldom a busy machine lets us ask.
    let lastAccepted = 0;
    const firstRefused = await eventually(async () => {
      const sent = Date.now();
      const { reasonCode } = await system.ask(LIST, { key: secret });
      if (reasonCode === '') lastAccepted = sent;
      return reasonCode === 'expired_key' ? Date.now() : undefined;
    });
    expect(lastAccepted).toBeLessThan(expiresAt);
    expect(firstRefused).toBeGreaterThanOrEqual(expiresAt);
  });

  it('creator recorded on the key, and no user identity is forwarded upstream', async () => {
    const { id, secret } = await newKey();
    const { body } = await system.admin.call('GET', `/v1/keys/${id}`);
    const creator = body['created_by'] as { subject: string };
    expect(creator.subject).not.toBe('');
    await system.ask(LIST, { key: secret, node: otherNode });
    const told = recording.seen.at(-1)?.headers ?? [];
    expect(recording.values('x-key-id')).toEqual([id]);
    expect(recording.values('authorization')).toEqual([]);
    expect(told.filter(([, value]) => value.includes(creator.subject))).toEqual([]);
    expect(
      told.map(([name]) => name).filter((name) => /user|subject|member/.test(name) && name !== 'user-agent'),
    ).toEqual([]);
  });

  it('a revoked key is rejected at once on every node', async () => {
    const { id, secret } = await newKey();
    const ask = () =>
      Promise.all([system.ask(LIST, { key: secret }), system.ask(LIST, { key: secret, node: otherNode })]);
    expect((await ask()).map(({ status }) => status)).toEqual([200, 200]);
    expect((await system.admin.command(id, 'revoke')).body).toMatchObject({ applied: 'everywhere' });
    expect((await ask()).map(({ reasonCode }) => reasonCode)).toEqual(['revoked_key', 'revoked_key']);
  });

  it('our TypeScript client works against it', async () => {
    const token = await system.secretFile('node-token');
    const keys = startFreshVerifier({
      endpoints: [system.ready.authority['grpc'] ?? ''],
      token: () => token,
      environment: system.ready.environment,
      terms: { stalenessMs: 2_000, staleAllowanceMs: 0 },
      logger: silentLogger,
    });
    try {
      await keys.reading;
      const { id, secret } = await newKey();
      const verify = () => keys.verifier.verify({ ...PLAIN_REQUEST, secret, scopes: ['tracking:read'] });
      expect(await verify()).toMatchObject({ reasonCode: '', grant: { keyId: id } });
      await system.admin.command(id, 'revoke');
      expect(await verify()).toMatchObject({ reasonCode: 'revoked_key' });
    } finally {
      await keys.close();
    }
  });
});
