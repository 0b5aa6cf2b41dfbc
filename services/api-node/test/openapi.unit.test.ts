import { readFile } from 'node:fs/promises';
import { type Route, formatPathTemplate } from '@keyledger/domain';
import { loadProfile } from '@keyledger/profile';
import { describe, expect, test } from 'vitest';
import { ERROR_PAGE_PATH, errorPage } from '../src/http/error-page.ts';
import { PUBLIC_CODES, type PublicCode, publicError } from '../src/http/public-codes.ts';
import { Refusals } from '../src/http/refusals.ts';
import { openApiOf } from '../src/openapi/openapi-of.ts';
import { openApiProblems } from './kit/openapi-problems.ts';
import { ROUTED } from './kit/profiles.ts';

interface Response {
  readonly description: string;
  readonly headers: Record<string, unknown>;
  readonly content?: { 'application/json': { schema: { allOf: [unknown, ErrorProperties] } } };
}
interface ErrorProperties {
  readonly properties: { readonly error: { enum: string[] }; readonly reason_code: { enum: string[] } };
}
interface Operation {
  readonly operationId: string;
  readonly security: readonly Record<string, string[]>[];
  readonly parameters: readonly Record<string, unknown>[];
  readonly responses: Record<string, Response | { readonly $ref: string }>;
}
interface Document {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: Record<string, Record<string, Response>>;
}

const OPTIONS = { version: '1.2.3', errorDocs: ERROR_PAGE_PATH };
const PROFILES = await Promise.all(['charthero', 'chrt-tracking', 'chrt-charts', 'chronicle'].map(loadProfile));
const [CHARTHERO] = PROFILES;
const described = [...PROFILES, ROUTED].map((profile) => {
  const routes: readonly Route[] = profile.routes === 'any' ? [] : profile.routes;
  return { name: profile.name, profile, routes, document: openApiOf(profile, OPTIONS) as unknown as Document };
});

function responsesOf(document: Document, operation: Operation): [number, Response][] {
  return Object.entries(operation.responses).map(([status, response]) => {
    const name = '$ref' in response ? (response.$ref.split('/').at(-1) ?? '') : null;
    const found = name === null ? (response as Response) : document.components['responses']?.[name];
    return [Number(status), found ?? expect.fail(`no response ${String(name)}`)];
  });
}

const errorOf = ({ content }: Response) => content?.['application/json'].schema.allOf[1].properties;
const codesOf = (response: Response): string[] => errorOf(response)?.reason_code.enum ?? [];
const operationsOf = ({ paths }: Document): Operation[] => Object.values(paths).flatMap((item) => Object.values(item));

function operation(document: Document, name: string): Operation {
  return operationsOf(document).find(({ operationId }) => operationId === name) ?? expect.fail(`no ${name}`);
}

/** The codes of one operation by status. */
const refusals = (document: Document, name: string): Record<string, string[]> =>
  Object.fromEntries(
    responsesOf(document, operation(document, name))
      .filter(([status]) => status >= 400)
      .map(([status, response]) => [status, codesOf(response)]),
  );

describe.each(described)('the description of $name', ({ profile, routes, document }) => {
  test('is valid OpenAPI 3.1, and every reference in it leads somewhere', async () => {
    expect(await openApiProblems(document)).toBeUndefined();
    expect(document).toMatchObject({ openapi: '3.1.0', info: { title: profile.name, version: '1.2.3' } });
    for (const [, section = '', name = ''] of JSON.stringify(document).matchAll(/"#\/components\/(\w+)\/([^"]+)"/g)) {
      expect(document.components[section]).toHaveProperty([name]);
    }
  });

  test('has every route and nothing else, each with its scopes for every header that carries a key', () => {
    expect(routes.length).toBeGreaterThan(0);
    expect(operationsOf(document)).toHaveLength(routes.length);
    for (const { name, method, path, scopes } of routes) {
      const found = document.paths[formatPathTemplate(path)]?.[method.toLowerCase()];
      expect(found).toMatchObject({ operationId: name, 'x-required-scopes': scopes });
      expect(found?.security).toEqual(profile.credentials.headers.map((header) => ({ [header]: scopes })));
    }
  });

  test('has each code under the status and the class that it is answered with, and tells of its headers', () => {
    const answers = new Refusals(profile.errors, ERROR_PAGE_PATH);
    const isPublic = (code: string): code is PublicCode => (PUBLIC_CODES as readonly string[]).includes(code);
    for (const [status, response] of operationsOf(document).flatMap((each) => responsesOf(document, each))) {
      if (Number.isNaN(status)) continue; // 2XX
      const codes = codesOf(response);
      expect(codes.length).toBeGreaterThan(0);
      for (const code of codes) expect(response.description).toContain(`(${ERROR_PAGE_PATH}#${code})`);
      for (const code of codes.filter(isPublic)) {
        const { status: answered, headers } = answers.of(code);
        expect(answered).toBe(status);
        expect(errorOf(response)?.error.enum).toContain(publicError(code, profile.errors).error);
        const framing = ['Content-Type', 'Content-Length', 'Cache-Control'];
        const names = headers.filter((name, index) => index % 2 === 0 && !framing.includes(name));
        expect(Object.keys(response.headers)).toEqual(expect.arrayContaining(names));
      }
    }
  });
});

test('no code is missing: the profile that can be refused for every reason tells of every one', () => {
  const [charthero] = described;
  const told = operationsOf(charthero!.document).flatMap((each) =>
    Object.values(refusals(charthero!.document, each.operationId)).flat(),
  );
  // `not_found` is for the paths of the node itself.
  expect([...new Set(told)].toSorted()).toEqual(PUBLIC_CODES.filter((code) => code !== 'not_found').toSorted());
});

test('a route tells of what can happen there, in the order of checks, and of nothing else', () => {
  const { document } = described[0]!;
  expect(refusals(document, 'encounters.list')).toEqual({
    400: [
      'malformed_request',
      'unsupported_filter',
      'invalid_limit',
      'invalid_offset',
      'invalid_sort',
      'invalid_query',
    ],
    401: [
      'missing_bearer',
      'malformed_token',
      'api_keys_disabled',
      'test_prefix_not_allowed',
      'invalid_key',
      'revoked_key',
      'expired_key',
      'disabled_key',
    ],
    403: [
      'ip_not_allowed',
      'origin_not_allowed',
      'key_kind_not_allowed',
      'org_scope_only_required',
      'organization_not_allowlisted',
      'route_not_allowed',
      'missing_scope',
    ],
    408: ['request_timeout'],
    413: ['payload_too_large'],
    417: ['expectation_failed'],
    429: ['rate_limited'],
    431: ['headers_too_large'],
    500: ['internal_error'],
    501: ['upgrade_not_supported'],
    502: ['upstream_unavailable'],
    503: ['digest_key_unavailable'],
    504: ['upstream_timeout'],
  });
  expect(refusals(document, 'audio.get')).toMatchObject({
    400: ['malformed_request', 'unsupported_filter', 'invalid_query'],
    403: expect.arrayContaining(['missing_scope', 'cross_organization_denied', 'demo_training_denied']),
    404: ['document_not_found', 'unsupported_document_type', 'audio_not_available_for_document', 'audio_not_found'],
    503: ['digest_key_unavailable', 'audio_storage_unavailable'],
  });
  const { document: tracking } = described[1]!;
  expect(refusals(tracking, 'sessions.list')[400]).toEqual(['malformed_request']);
  expect(refusals(tracking, 'sessions.list')).not.toHaveProperty('404');
  expect(refusals(tracking, 'sessions.get')[404]).toEqual(['session_not_found']);
  expect(refusals(tracking, 'sessions.list')[403]).not.toContain('key_kind_not_allowed');
  const { document: charts } = described[2]!;
  expect(refusals(charts, 'tiles.get')[403]).not.toContain('key_kind_not_allowed');
  expect(refusals(charts, 'keys.manage')[403]).toContain('key_kind_not_allowed');
});

test('a profile may say 422 of a query', () => {
  const { document } = described.at(-1)!;
  expect(refusals(document, 'documents.list')).toMatchObject({
    400: ['malformed_request'],
    422: ['unsupported_filter', 'invalid_limit', 'invalid_offset', 'invalid_sort', 'invalid_query'],
  });
});

test('parameters are those of path and query, with what their values may be', () => {
  const parametersOf = (index: number, name: string) =>
    operation(described[index]!.document, name).parameters.map(({ name: called, in: place, required, schema }) => [
      called,
      place,
      required,
      schema,
    ]);
  expect(parametersOf(0, 'encounters.list')).toEqual([
    ['limit', 'query', undefined, { type: 'integer', minimum: 1, maximum: 100 }],
    ['offset', 'query', undefined, { type: 'integer', minimum: 0, maximum: 10_000 }],
    ['sort_order', 'query', undefined, { type: 'string', enum: ['asc', 'desc'] }],
    ['date_from', 'query', undefined, { type: 'string', format: 'date-time' }],
    ['date_to', 'query', undefined, { type: 'string', format: 'date-time' }],
  ]);
  expect(parametersOf(2, 'tiles.get')).toEqual(
    ['z', 'x', 'y'].map((name) => [name, 'path', true, { type: 'string', minLength: 1 }]),
  );
});

describe('the page that an answer links to', () => {
  const page = errorPage(CHARTHERO!.errors);
  const refusalsOfPort = new Refusals(CHARTHERO!.errors, ERROR_PAGE_PATH);

  test.each(PUBLIC_CODES)('has the anchor of %s, and so has docs/errors.md', async (code) => {
    const { headers } = refusalsOfPort.of(code);
    const link = headers[headers.indexOf('Link') + 1] ?? '';
    const [, path = '', anchor = ''] = /^<([^#>]*)#([^>]*)>; rel="help"$/.exec(link) ?? [];
    expect(path).toBe(ERROR_PAGE_PATH);
    expect(page.split(`id="${anchor}"`)).toHaveLength(2);
    expect(await readFile(new URL('../../../docs/errors.md', import.meta.url), 'utf8')).toContain(
      `<a id="${anchor}"></a>`,
    );
  });
});
