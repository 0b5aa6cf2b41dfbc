import { CLASS_STATUS, REASON_CODES } from '@keyledger/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApiProblems } from '../../services/api-node/test/kit/openapi-problems.ts';
import { Charthero, LIST, UNKNOWN_ID } from './charthero/charthero.ts';
import { PROVOKED } from './charthero/provoked.ts';
import { declaredRoutes } from './kit/declared-routes.ts';
import { describeSystem } from './kit/describe-system.ts';
import { RunningSystem } from './kit/running-system.ts';

interface Described {
  readonly operationId: string;
  readonly 'x-required-scopes': readonly string[];
  readonly responses: object;
}

/** Each title is a line of systems.md, "Per-system acceptance", S1. */
await describeSystem('charthero', (env) => {
  let system: RunningSystem;
  let charthero: Charthero;
  let key: string;

  beforeAll(async () => {
    system = await RunningSystem.start('charthero', env());
    charthero = await Charthero.of(system);
    key = charthero.key;
  }, 120_000);
  afterAll(() => system.stop(), 60_000);

  describe('every reason code can be provoked, with its status and body', () => {
    it.each(Object.keys(PROVOKED) as (keyof typeof PROVOKED)[])('%s', async (code) => {
      const [ask, field = null] = PROVOKED[code];
      const { status, headers, body } = await ask(charthero);
      const { error, message } = REASON_CODES[code];
      expect(body).toEqual({ error, reason_code: code, message, field });
      expect(status).toBe(CLASS_STATUS[error]);
      expect(headers['link']).toMatch(new RegExp(`#${code}>; rel="help"$`));
      expect(headers['retry-after'] !== undefined).toBe(status === 429 || status === 503);
      expect(headers['www-authenticate'] !== undefined).toBe(status === 401 || code === 'missing_scope');
    });
  });

  describe('auth errors win over query errors on the same URL', () => {
    const wrong = `${LIST}?limit=0&patient=1`;

    it.each([
      ['no key', () => undefined, 'missing_bearer'],
      ['an unknown key', () => charthero.unknownSecret(), 'invalid_key'],
      ['a key without the scope', () => charthero.secret({ scopes: [] }), 'missing_scope'],
    ])('%s', async (_, using, reasonCode) => {
      const secret = await using();
      const told = await system.ask(wrong, secret === undefined ? {} : { key: secret });
      expect(told).toMatchObject({ reasonCode, body: { field: null } });
    });

    it('query errors win over what the upstream would say of the resource', async () => {
      const told = await system.ask(`/v1/documents/${UNKNOWN_ID}?limit=1`, { key });
      expect(told).toMatchObject({ status: 400, reasonCode: 'unsupported_filter', body: { field: 'limit' } });
    });
  });

  it('a route enabled for organization A and not B', async () => {
    const a = await system.admin.organization('route-a', { routes: ['encounters.list'] });
    const b = await system.admin.organization('route-b', { routes: ['documents.get'] });
    expect((await system.ask(LIST, { key: await charthero.secret({}, a) })).status).toBe(200);
    expect(await system.ask(LIST, { key: await charthero.secret({}, b) })).toMatchObject({
      reasonCode: 'route_not_allowed',
    });
  });

  it('rotating: both secrets work, until the overlap is finished', async () => {
    const { id, secret } = await charthero.newKey();
    const { body } = await system.admin.command(id, 'rotate');
    const next = String(body['secret']);
    for (const each of [secret, next]) expect((await system.ask(LIST, { key: each })).status).toBe(200);
    expect((await system.admin.command(id, 'finish-rotation')).body).toMatchObject({ applied: 'everywhere' });
    expect(await system.ask(LIST, { key: secret })).toMatchObject({ reasonCode: 'revoked_key' });
    expect((await system.ask(LIST, { key: next })).status).toBe(200);
  });

  it('revoking: no request is let in that starts after the answer', async () => {
    const { id, secret } = await charthero.newKey();
    expect((await system.ask(LIST, { key: secret })).status).toBe(200);
    expect((await system.admin.command(id, 'revoke')).body).toMatchObject({ applied: 'everywhere' });
    expect(await system.ask(LIST, { key: secret })).toMatchObject({ reasonCode: 'revoked_key' });
  });

  describe('every code of the not-found and unavailable families by a sample resource, a malformed id and an unknown one alike', () => {
    it.each([
      ['encounters', '', 'encounter_not_found'],
      ['documents', '', 'document_not_found'],
      ['documents', '/audio', 'document_not_found'],
      ['transcripts', '', 'transcript_not_found'],
    ])('/v1/%s/ID%s', async (kind, rest, reasonCode) => {
      const ids = [UNKNOWN_ID, 'x', 'a'.repeat(2_000), "'", '%C3%A9'];
      for (const id of ids)
        expect(await system.ask(`/v1/${kind}/${id}${rest}`, { key }), id).toMatchObject({ status: 404, reasonCode });
    });

    it('an unsupported document has no audio either', async () => {
      expect(await system.ask(charthero.audioOf('unsupported_document'), { key })).toMatchObject({
        reasonCode: 'unsupported_document_type',
      });
    });

    it("what is there is the caller's", async () => {
      for (const kind of ['encounter', 'document', 'transcript']) {
        const id = system.resource(`own_${kind}`);
        expect(await system.ask(`/v1/${kind}s/${id}`, { key })).toMatchObject({ status: 200, body: { id } });
      }
      const audio = await system.ask(charthero.audioOf('own_document'), { key });
      expect(audio).toMatchObject({ status: 200, headers: { 'content-type': 'audio/wav' } });
      expect(audio.length).toBeGreaterThan(0);
    });
  });

  it('digest_key_unavailable when the digest key cannot be read, and recovery without restart', async () => {
    const { secret } = await charthero.newKey();
    await charthero.withoutDigestKeys(async () => {
      await charthero.untilTold('digest_key_unavailable');
      expect(await system.ask(LIST, { key: secret })).toMatchObject({ status: 503 });
    });
    await charthero.untilTold('invalid_key');
    expect((await system.ask(LIST, { key: secret })).status).toBe(200);
  });

  it('GET /openapi.json is valid OpenAPI 3.1 and documents every route, its scopes and its error responses', async () => {
    const { status, body } = await system.ask('/openapi.json');
    expect(status).toBe(200);
    expect(body['openapi']).toMatch(/^3\.1\.\d+$/);
    expect(await openApiProblems(body)).toBeUndefined();
    const paths = Object.values(body['paths'] as Record<string, Record<string, Described>>);
    const described = paths.flatMap((path) => Object.values(path));
    const scopesOf = new Map(described.map((each) => [each.operationId, each['x-required-scopes']]));
    expect(scopesOf).toEqual(new Map((await declaredRoutes('charthero')).map(({ name, scopes }) => [name, scopes])));
    for (const { operationId, responses } of described)
      expect(Object.keys(responses), operationId).toEqual(expect.arrayContaining(['400', '401', '403', '429', '503']));
    // Only a list cannot fail to be found.
    for (const { operationId, responses } of described)
      expect(Object.hasOwn(responses, '404'), operationId).toBe(operationId !== 'encounters.list');
    const text = JSON.stringify(body);
    for (const code of Object.keys(PROVOKED)) expect(text).toContain(`"${code}"`);
  });

  describe('cross-organization, demo and training resources fail closed', () => {
    it.each(['encounter', 'document', 'transcript'])('%s', async (kind) => {
      const ask = (name: string, using: string) =>
        system.ask(`/v1/${kind}s/${system.resource(`${name}_${kind}`)}`, { key: using });
      const globex = await charthero.secret({}, system.organization('globex'));
      expect(await ask('foreign', key)).toMatchObject({ status: 403, reasonCode: 'cross_organization_denied' });
      expect((await ask('foreign', globex)).status).toBe(200);
      for (const name of ['own', 'demo', 'training'])
        expect(await ask(name, globex)).toMatchObject({ status: 403, reasonCode: 'cross_organization_denied' });
      for (const name of ['demo', 'training'])
        expect(await ask(name, key)).toMatchObject({ status: 403, reasonCode: 'demo_training_denied' });
    });

    it('no list shows them', async () => {
      const { body } = await system.ask(LIST, { key });
      const listed = (body['items'] as { id: string }[]).map(({ id }) => id);
      const names = ['own_encounter', 'second_encounter', 'third_encounter'];
      expect(listed).toEqual(names.map((name) => system.resource(name)));
    });

    it('the upstream answers nothing past the API node', async () => {
      const node = system.ready.upstream['http'] ?? '';
      const path = `/v1/documents/${system.resource('own_document')}`;
      expect(await system.ask(path, { node })).toMatchObject({ status: 503, reasonCode: 'digest_key_unavailable' });
    });
  });

  it('ids are opaque', () => {
    const ids = Object.values(system.ready.sample.resources);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('a test key is refused in production and a production key in test', async () => {
    const test = await charthero.secret({ environment: 'test' });
    expect(test).toMatch(/^ch_test_sk_/);
    expect(await system.ask(LIST, { key: test })).toMatchObject({ reasonCode: 'test_prefix_not_allowed' });
    expect(key).toMatch(/^ch_sk_/);
    expect((await system.ask(LIST, { key })).status).toBe(200);
    await system.restart({ KEYLEDGER_ENVIRONMENT: 'test' });
    expect((await system.ask(LIST, { key: test })).status).toBe(200);
    expect(await system.ask(LIST, { key })).toMatchObject({ reasonCode: 'invalid_key' });
  });
});
