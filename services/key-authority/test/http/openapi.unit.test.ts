import { Validator } from '@seriousme/openapi-schema-validator';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Json, type TestApi, startTestApi } from '../support/test-api.ts';

interface Operation {
  readonly operationId: string;
  readonly security?: readonly unknown[];
  readonly requestBody?: { readonly required: boolean };
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<Record<string, { readonly content: Json; readonly headers?: Json }>>;
}

let api: TestApi;
let document: Json;
let operations: Map<string, Operation>;

beforeAll(async () => {
  api = await startTestApi();
  document = (await api.call('GET', '/openapi.json', { token: null })).body;
  const paths = Object.entries(document['paths'] as Record<string, Record<string, Operation>>);
  operations = new Map(
    paths.flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const),
    ),
  );
  return () => api.stop();
});

const operation = (name: string): Operation => {
  const found = operations.get(name);
  if (found === undefined) throw new Error(`${name} is not described`);
  return found;
};

test('the document is valid OpenAPI 3.1, and every reference in it leads somewhere', async () => {
  const { valid, errors } = await new Validator().validate(structuredClone(document));
  expect(errors ?? []).toEqual([]);
  expect(valid).toBe(true);
  expect(document['openapi']).toMatch(/^3\.1\./);
  const { schemas } = document['components'] as { schemas: Json };
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]*)"/g)].map(
    ([, reference = '']) => reference,
  );
  expect(references.length).toBeGreaterThan(0);
  for (const each of new Set(references)) expect(schemas).toHaveProperty(each.replace('#/components/schemas/', ''));
});

test('every route is described, once, under a name of its own', () => {
  const routed = api.app.printRoutes({ commonPrefix: false, includeHooks: false });
  expect([...operations.keys()].sort()).toEqual(
    [
      'GET /',
      'GET /openapi.json',
      'POST /v1/organizations',
      'GET /v1/organizations',
      'GET /v1/organizations/{id}',
      'PATCH /v1/organizations/{id}',
      'POST /v1/organizations/{id}/pause',
      'POST /v1/organizations/{id}/resume',
      'GET /v1/organizations/{id}/history',
      'POST /v1/organizations/{id}/members',
      'GET /v1/organizations/{id}/members',
      'GET /v1/organizations/{id}/members/{member_id}',
      'GET /v1/organizations/{id}/members/{member_id}/history',
      'DELETE /v1/organizations/{id}/members/{member_id}',
      'POST /v1/organizations/{id}/tokens',
      'GET /v1/organizations/{id}/tokens/{token_id}/history',
      'GET /v1/organizations/{id}/tokens',
      'DELETE /v1/organizations/{id}/tokens/{token_id}',
      'POST /v1/organizations/{id}/webhooks',
      'GET /v1/organizations/{id}/webhooks',
      'GET /v1/organizations/{id}/webhooks/{webhook_id}',
      'GET /v1/organizations/{id}/webhooks/{webhook_id}/history',
      'POST /v1/organizations/{id}/webhooks/{webhook_id}/test',
      'DELETE /v1/organizations/{id}/webhooks/{webhook_id}',
      'POST /v1/organizations/{id}/keys',
      'GET /v1/organizations/{id}/keys',
      'GET /v1/keys/{id}',
      'PATCH /v1/keys/{id}',
      'POST /v1/keys/{id}/rotate',
      'POST /v1/keys/{id}/finish-rotation',
      'POST /v1/keys/{id}/pause',
      'POST /v1/keys/{id}/resume',
      'POST /v1/keys/{id}/revoke',
      'GET /v1/keys/{id}/history',
      'GET /v1/keys/{id}/usage',
      'GET /v1/security-events',
      'GET /v1/notices',
      'POST /v1/keys/verify',
      'POST /v1/keys/revoke-by-secret',
      'GET /v1/me',
      'GET /v1/ledger/status',
      'PATCH /v1/ledger',
      'GET /v1/ledger/events',
    ].sort(),
  );
  const methods = [...routed.matchAll(/\(([A-Z, ]+)\)/g)].flatMap(([, list = '']) => list.split(', '));
  expect(methods.filter((method) => method !== 'HEAD')).toHaveLength(operations.size);
  expect(new Set([...operations.values()].map(({ operationId }) => operationId)).size).toBe(operations.size);
});

describe('every operation under /v1', () => {
  test('describes its refusals as problems', () => {
    for (const [name, { responses, security }] of operations) {
      if (!name.includes('/v1')) continue;
      const failures = Object.entries(responses).filter(([status]) => Number(status) >= 400);
      for (const [, { content }] of failures) expect(Object.keys(content)).toEqual(['application/problem+json']);
      const statuses = failures.map(([status]) => status);
      expect(statuses).toEqual(expect.arrayContaining(security === undefined ? ['401', '403', '500', '503'] : ['429']));
    }
  });

  test('names the headers that it takes and gives', () => {
    const names = (name: string) => (operation(name).parameters ?? []).map((parameter) => parameter.name);
    expect(names('PATCH /v1/keys/{id}')).toEqual(['id', 'Idempotency-Key', 'Prefer', 'If-Match']);
    expect(names('POST /v1/keys/{id}/resume')).toEqual(['id', 'Idempotency-Key']);
    expect(names('GET /v1/keys/{id}')).toEqual(['id', 'X-Keyledger-At-Least']);
    expect(names('POST /v1/keys/verify')).toEqual(['X-Keyledger-At-Least']);
    expect(operation('POST /v1/organizations').responses['201']?.headers).toHaveProperty('Location');
    expect(operation('GET /v1/keys/{id}').responses['200']?.headers).toHaveProperty('ETag');
  });

  test('says of a command that takes authority away that it may be answered before it is so everywhere', () => {
    const late = [...operations].filter(([, { responses }]) => '202' in responses && '200' in responses);
    expect(late.map(([name]) => name).sort()).toEqual([
      'DELETE /v1/organizations/{id}/members/{member_id}',
      'DELETE /v1/organizations/{id}/tokens/{token_id}',
      'PATCH /v1/keys/{id}',
      'PATCH /v1/organizations/{id}',
      'POST /v1/keys/{id}/finish-rotation',
      'POST /v1/keys/{id}/pause',
      'POST /v1/keys/{id}/revoke',
      'POST /v1/keys/{id}/rotate',
      'POST /v1/organizations/{id}/members',
      'POST /v1/organizations/{id}/pause',
    ]);
    for (const [name, { responses, parameters = [] }] of late) {
      expect(
        parameters.map((each) => each.name),
        name,
      ).toContain('Prefer');
      for (const status of ['200', '202']) expect(responses[status]?.headers).toHaveProperty('Preference-Applied');
    }
  });

  test('says whether it needs a body', () => {
    expect(operation('POST /v1/keys/{id}/pause').requestBody?.required).toBe(false);
    expect(operation('POST /v1/keys/{id}/rotate').requestBody?.required).toBe(false);
    expect(operation('PATCH /v1/keys/{id}').requestBody?.required).toBe(true);
  });
});
