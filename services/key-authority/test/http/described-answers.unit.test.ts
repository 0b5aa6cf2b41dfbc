import { type FastifyInstance, fastify } from 'fastify';
import type { UsageBatch } from '@keyledger/ports';
import { beforeAll, expect, test } from 'vitest';
import { AJV } from '../../src/http/validator.ts';
import { type Answer, type CallOptions, type Json, type TestApi, startTestApi } from '../support/test-api.ts';
import { TestFreshness } from '../support/test-freshness.ts';

let api: TestApi;
let described: Json;
let checker: FastifyInstance;
let acme: string;

/** The document with references as Ajv has them, and every object closed: what is not described must not be there. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, each]): [string, unknown] => [
    name,
    name === '$ref' ? String(each).replace('#/components/schemas/', '').concat('#') : closed(each),
  ]);
  const object = Object.fromEntries(entries);
  return object['type'] === 'object' && 'properties' in object ? { additionalProperties: false, ...object } : object;
}

beforeAll(async () => {
  api = await startTestApi();
  acme = await api.organization('acme');
  described = closed((await api.call('GET', '/openapi.json')).body) as Json;
  checker = fastify({ ajv: AJV });
  const { schemas } = described['components'] as { schemas: Record<string, object> };
  for (const [$id, schema] of Object.entries(schemas)) checker.addSchema({ ...schema, $id });
  checker.post<{ Body: { schema: object; value: object } }>('/', async (request) => {
    const validate = request.compileValidationSchema(request.body.schema);
    validate(request.body.value);
    return (validate.errors ?? []).map(({ instancePath, message, params }) => ({ instancePath, message, params }));
  });
  return async () => {
    await checker.close();
    await api.stop();
  };
});

type Responses = Record<string, { content: Record<string, { schema: object }> } | undefined>;

/** Makes a call whose answer must be as the document describes it. */
async function call(
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  values: Json,
  options: CallOptions = {},
  asked: TestApi = api,
) {
  const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name]));
  const answer: Answer = await asked.call(method, url, options);
  const paths = described['paths'] as Record<string, Record<string, { responses: Responses } | undefined> | undefined>;
  const response = paths[path.split('?', 1)[0] ?? '']?.[method.toLowerCase()]?.responses[String(answer.status)];
  const type = String(answer.headers['content-type']).split(';')[0] ?? '';
  const schema = response?.content[type]?.schema;
  expect(schema, `${method} ${path} ${String(answer.status)} ${type}`).toBeDefined();
  const { payload } = await checker.inject({ method: 'POST', url: '/', payload: { schema, value: answer.body } });
  expect(JSON.parse(payload), `${method} ${path} ${String(answer.status)}`).toEqual([]);
  return answer;
}

function usageOf(keyId: string, organizationId: string, minute: number): UsageBatch {
  const counts = { requests: 1, bytesIn: 0, bytesOut: 1, lastUsedAt: minute };
  const latency = { sumMicros: 5, buckets: new Map([[0, 1]]) };
  const of = { minute, keyId, organizationId };
  return {
    ...{ node: 'aa', sequence: 1 },
    usage: [{ ...of, route: 'a', scopes: ['b'], status: 200, country: 'CH', ...counts, latency }],
    security: [{ ...of, reason: 'rate_limited', source: '192.0.2.1', count: 1 }],
  };
}

test('an answer that waited in vain is what the document describes', async () => {
  const freshness = new TestFreshness();
  const other = await startTestApi({}, { freshness });
  const key = await other.key(await other.organization('globex'));
  const late = { headers: { prefer: 'wait=0' } };
  for (const options of [late, {}]) {
    const { status } = await call('POST', '/v1/keys/{id}/revoke', { id: key.id }, options, other);
    expect(status).toBe(options === late ? 202 : 200);
    freshness.reached();
  }
  await call('GET', '/v1/ledger/status', {}, {}, other);
  await other.stop();
});

test('every answer is what the document describes, and nothing more', async () => {
  const organization = { id: acme };
  const body = { name: 'a', kind: 'public', expires_at: '2027-01-01T00:00:00Z', restrictions: { origins: ['*'] } };
  const created = await call('POST', '/v1/organizations/{id}/keys', organization, { body });
  const key = { id: created.body['id'] };
  await call('POST', '/v1/keys/{id}/rotate', key, { headers: { 'idempotency-key': 'a' } });
  await call('POST', '/v1/keys/{id}/rotate', key, { headers: { 'idempotency-key': 'a' } });
  await call('PATCH', '/v1/keys/{id}', key, { body: { name: 'b' }, headers: { 'if-match': '"2"' } });
  await call('PATCH', '/v1/keys/{id}', key, { body: { name: 'b' }, headers: { 'if-match': '"2"' } });
  await call('PATCH', '/v1/keys/{id}', key, { body: {} });
  await call('GET', '/v1/keys/{id}', key);
  await call('POST', '/v1/keys/verify', {}, { body: { secret: created.body['secret'], origin: 'https://a.example' } });
  await call('POST', '/v1/keys/verify', {}, { body: { secret: 'none' } });
  for (const verb of ['finish-rotation', 'pause', 'resume', 'revoke']) await call('POST', `/v1/keys/{id}/${verb}`, key);
  await call('POST', '/v1/keys/{id}/pause', key);
  await call('GET', '/v1/keys/{id}/history', key);
  await call('GET', '/v1/organizations/{id}/keys', organization);
  await call('GET', '/v1/notices', {});
  await api.usage.take(usageOf(String(key.id), acme, api.clock.now), api.clock.now);
  api.clock.now += 1;
  await call('GET', '/v1/keys/{id}/usage?group_by=route,scope,status_class,country', key);
  await call('GET', '/v1/keys/{id}/usage?from=never', key);
  await call('GET', '/v1/security-events', {});
  const token = await call('POST', '/v1/organizations/{id}/tokens', organization, {
    body: { name: 'a', role: 'owner' },
  });
  const tokenPath = { ...organization, token_id: token.body['id'] };
  await call('GET', '/v1/organizations/{id}/tokens', organization);
  await call('DELETE', '/v1/organizations/{id}/tokens/{token_id}', tokenPath);
  await call('GET', '/v1/organizations/{id}/tokens/{token_id}/history', tokenPath);
  const ada = { subject: 'ada', role: 'owner' };
  const member = await call('POST', '/v1/organizations/{id}/members', organization, { body: ada });
  const memberPath = { ...organization, member_id: member.body['id'] };
  await call('POST', '/v1/organizations/{id}/members', organization, { body: ada });
  await call('POST', '/v1/organizations/{id}/members', organization, { body: { ...ada, role: 'driver' } });
  for (const path of ['', '/{member_id}', '/{member_id}/history']) {
    await call('GET', `/v1/organizations/{id}/members${path}`, memberPath);
  }
  await call('DELETE', '/v1/organizations/{id}/members/{member_id}', memberPath);
  const once = { headers: { 'idempotency-key': 'a' }, body: { url: 'https://hooks.example.com/' } };
  const webhook = await call('POST', '/v1/organizations/{id}/webhooks', organization, once);
  const webhookPath = { ...organization, webhook_id: webhook.body['id'] };
  await call('POST', '/v1/organizations/{id}/webhooks', organization, once);
  await call('POST', '/v1/organizations/{id}/webhooks', organization, { body: { url: 'http://a' } });
  for (const path of ['', '/{webhook_id}', '/{webhook_id}/history']) {
    await call('GET', `/v1/organizations/{id}/webhooks${path}`, webhookPath);
  }
  await call('POST', '/v1/organizations/{id}/webhooks/{webhook_id}/test', webhookPath);
  await call('DELETE', '/v1/organizations/{id}/webhooks/{webhook_id}', webhookPath);
  await call('POST', '/v1/organizations', {}, { body: { name: 'b', slug: 'b' } });
  await call('POST', '/v1/organizations', {}, { body: { name: 'b', slug: 'b' } });
  await call('PATCH', '/v1/organizations/{id}', organization, { body: { demo: true } });
  for (const verb of ['pause', 'resume']) await call('POST', `/v1/organizations/{id}/${verb}`, organization);
  await call('GET', '/v1/organizations/{id}', organization);
  await call('GET', '/v1/organizations/{id}', { id: 'org_1' });
  await call('GET', '/v1/organizations/{id}/history', organization);
  await call('GET', '/v1/organizations', {});
  await call('POST', '/v1/keys/revoke-by-secret', {}, { body: { secret: 'a' }, token: null });
  for (const path of ['/v1/me', '/v1/ledger/status', '/v1/ledger/events', '/']) await call('GET', path, {});
  await call('PATCH', '/v1/ledger', {}, { body: { max_hold_ms: 10_000 } });
  await call('PATCH', '/v1/ledger', {}, { body: { max_hold_ms: 1 } });
  await call('GET', '/v1/me', {}, { token: null });
});
