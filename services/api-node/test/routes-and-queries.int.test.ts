import { NO_ROUTE } from '@keyledger/domain';
import { describe, expect, it } from 'vitest';
import { keyText } from './kit/keys.ts';
import { ROUTED } from './kit/profiles.ts';
import { requestBytes, sendRaw } from './kit/raw-client.ts';
import { sharedPort } from './kit/shared-port.ts';

const KEY = keyText('live', 13);
const AUTH = `Authorization: Bearer ${KEY}`;

const shared = sharedPort({ profile: ROUTED });

const send = (target: string, method = 'GET') => sendRaw(shared.port.port, requestBytes(target, [AUTH], { method }));

describe('a route', () => {
  it.each([
    ['GET', '/v1/documents', 'documents.list', ['documents:read'], false, false],
    ['HEAD', '/v1/documents', 'documents.list', ['documents:read'], false, false],
    ['POST', '/v1/documents', 'documents.create', ['documents:write'], true, false],
    ['GET', '/v1/documents/a%20b', 'documents.get', ['documents:read'], false, true],
    ['GET', '/v1/documents/search', 'documents.search', [], true, false],
  ])(
    'asks of a key what the profile says: %s %s',
    async (method, target, route, scopes, secretOnly, organizationOnly) => {
      expect(await send(target, method)).toMatchObject({ status: 200 });
      expect(shared.port.verifier.asked).toMatchObject([
        { route, scopes, secretKindRequired: secretOnly, organizationHolderRequired: organizationOnly, origin: '' },
      ]);
      expect(shared.upstream.seen).toMatchObject([{ method, target }]);
    },
  );

  it.each([
    ['PUT', '/v1/documents'],
    ['OPTIONS', '/v1/documents'],
    ['GET', '/'],
    ['GET', '/v1'],
    ['GET', '/V1/documents'],
    ['GET', '/v1/documents/'],
    ['GET', '/v1/documents/a/b'],
    ['GET', '/v1//documents'],
    ['GET', '/v1/./documents'],
    ['GET', '/v1/x/../documents'],
    ['GET', '/v1/x/%2e%2e/documents'],
    ['GET', '/v1/documents/..'],
    ['GET', '/v1/documents/%2E%2E'],
    ['GET', '/v1/documents/a%2fb'],
    ['GET', '/v1/documents/a%5Cb'],
    ['GET', '/v1/documents/a%00'],
    ['GET', '/v1/documents/a;b'],
    ['GET', '/v1/documents/%61'],
    ['GET', '/v1/%64ocuments'],
    ['GET', '/v1/documents/%ff'],
    ['GET', '/v1/documents/%zz'],
    ['GET', '/v1%2fdocuments'],
    ['GET', '/x/v1/documents'],
  ])('is not what is written otherwise: %s %s', async (method, target) => {
    const answer = await send(target, method);
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.body)).toMatchObject({ reason_code: 'route_not_allowed', field: null });
    expect(shared.port.verifier.asked).toMatchObject([{ route: NO_ROUTE }]);
    expect(shared.upstream.seen).toEqual([]);
  });

  it('that is none is told after what is wrong with the key', async () => {
    shared.port.verifier.refuses('expired_key');
    expect(JSON.parse((await send('/nowhere')).body)).toMatchObject({ reason_code: 'expired_key' });
  });
});

describe('the query of a route', () => {
  it.each([
    ['?limit=5', '?limit=5'],
    ['?', ''],
    ['?q=a+b%20c&limit=1', '?q=a%20b%20c&limit=1'],
    ['?%6cimit=5', '?limit=5'],
    ['?q=%c3%a4%26x%3d', '?q=%C3%A4%26x%3D'],
    ['?q', '?q='],
    ['?date_from=2026-01-01T00:00:00%2B01:00', '?date_from=2026-01-01T00%3A00%3A00%2B01%3A00'],
  ])('reaches the upstream as it was read: %s', async (sent, received) => {
    expect(await send(`/v1/documents${sent}`)).toMatchObject({ status: 200 });
    expect(shared.upstream.seen).toMatchObject([{ target: `/v1/documents${received}` }]);
  });

  it('is the upstream’s business where the profile says nothing of it', async () => {
    await send('/v1/documents/search?limit=x&&%zz=+&limit');
    expect(shared.upstream.seen).toMatchObject([{ target: '/v1/documents/search?limit=x&&%zz=+&limit' }]);
  });

  it.each([
    ['/v1/documents?limit=', 'invalid_limit', 'limit'],
    ['/v1/documents?limit=0', 'invalid_limit', 'limit'],
    ['/v1/documents?limit=101', 'invalid_limit', 'limit'],
    ['/v1/documents?limit=+5', 'invalid_limit', 'limit'],
    ['/v1/documents?limit=05', 'invalid_limit', 'limit'],
    ['/v1/documents?limit=5&limit=5', 'invalid_limit', 'limit'],
    ['/v1/documents?offset=-1', 'invalid_offset', 'offset'],
    ['/v1/documents?offset=10001', 'invalid_offset', 'offset'],
    ['/v1/documents?sort_order=ASC', 'invalid_sort', 'sort_order'],
    ['/v1/documents?date_from=2026-01-01', 'invalid_query', 'date_from'],
    ['/v1/documents?date_to=2026-01-01T00:00:00', 'invalid_query', 'date_to'],
    ['/v1/documents?date_from=2026-01-02T00:00:00Z&date_to=2026-01-01T00:00:00Z', 'invalid_query', null],
    ['/v1/documents?q=%ff', 'invalid_query', null],
    ['/v1/documents?status=open', 'unsupported_filter', 'status'],
    ['/v1/documents?limit=x&status=open', 'unsupported_filter', 'status'],
    ['/v1/documents?gr%C3%B6%C3%9Fe=1', 'unsupported_filter', 'größe'],
    ['/v1/documents?&', 'unsupported_filter', ''],
    ['/v1/documents/1?limit=5', 'unsupported_filter', 'limit'],
  ])('that does not fit is told with its parameter, and goes no further: %s', async (target, code, field) => {
    const answer = await send(target);
    expect(answer.status).toBe(422);
    expect(JSON.parse(answer.body)).toMatchObject({ error: 'api_key_validation_failed', reason_code: code, field });
    expect(answer.headers.get('content-length')).toEqual([String(answer.body.length)]);
    expect(answer.headers.get('x-request-id')).toHaveLength(1);
    expect(shared.upstream.seen).toEqual([]);
  });

  it('that does not fit has the status of the profile', async () => {
    shared.profile = { ...ROUTED, errors: { validationStatus: 400 } };
    expect(await send('/v1/documents?limit=0')).toMatchObject({ status: 400 });
    expect(await send('/_keyledger/errors')).toMatchObject({ status: 200, body: expect.stringContaining('<td>400<') });
    shared.profile = { ...ROUTED, errors: { validationStatus: 422 } };
    const { body } = await send('/_keyledger/errors');
    expect(body).toMatch(/id="invalid_limit">.*<td>422</);
  });

  it.each([`?${KEY}`, `?limit=5&api_key=${KEY}`, `?token=${KEY.replaceAll('_', '%5F')}&limit=5`])(
    'with a key in it is read without it, and reported: %s',
    async (query) => {
      expect(await send(`/v1/documents${query}`)).toMatchObject({ status: 200 });
      expect(shared.upstream.seen).toMatchObject([
        { target: query.includes('limit') ? '/v1/documents?limit=5' : '/v1/documents' },
      ]);
      expect(shared.port.keyEvents).toEqual(['127.0.0.1']);
      expect(shared.port.logs.join('\n')).not.toContain(KEY.slice(12));
    },
  );

  it('with a key in it is reported also where the request is refused, and never told back', async () => {
    const answer = await sendRaw(shared.port.port, requestBytes(`/v1/documents?status=open&k=${KEY}`));
    expect(JSON.parse(answer.body)).toMatchObject({ reason_code: 'missing_bearer', field: null });
    const { body } = await send(`/v1/documents?${KEY}=1&status=open`);
    expect(JSON.parse(body)).toMatchObject({ reason_code: 'unsupported_filter', field: 'status' });
    expect(shared.port.keyEvents).toHaveLength(2);
  });
});
