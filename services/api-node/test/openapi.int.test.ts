import { DEFAULT_PROFILE } from '@keyledger/domain';
import { describe, expect, it } from 'vitest';
import { keyText } from './kit/keys.ts';
import { ROUTED } from './kit/profiles.ts';
import { requestBytes, sendRaw } from './kit/raw-client.ts';
import { sharedPort } from './kit/shared-port.ts';

const AUTH = `Authorization: Bearer ${keyText('live', 17)}`;

const shared = sharedPort({ profile: ROUTED });

const send = (target: string, headers: readonly string[] = [], method = 'GET') =>
  sendRaw(shared.port.port, requestBytes(target, [...headers], { method }));

describe('GET /openapi.json', () => {
  it('describes the profile to anybody, whatever the query, and GET and HEAD agree', async () => {
    const answer = await send('/openapi.json');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toEqual(['application/json; charset=utf-8']);
    expect(answer.headers.get('x-request-id')).toHaveLength(1);
    expect(JSON.parse(answer.body)).toMatchObject({ openapi: '3.1.0', info: { title: 'routed' } });
    expect((await send('/openapi.json?a=b')).body).toBe(answer.body);
    const head = await send('/openapi.json', [], 'HEAD');
    expect(head).toMatchObject({ status: 200, body: '' });
    expect(head.headers.get('content-length')).toEqual([String(Buffer.byteLength(answer.body))]);
    expect(head.headers.get('etag')).toEqual(answer.headers.get('etag'));
    expect(shared.port.verifier.asked).toEqual([]);
    expect(shared.upstream.seen).toEqual([]);
    expect(shared.port.answered).toEqual(Array.from({ length: 3 }, () => ({ outcome: 'accepted', status: 200 })));
  });

  it('is sent again only where the profile says something else', async () => {
    const first = await send('/openapi.json');
    const [etag = ''] = first.headers.get('etag') ?? [];
    expect(etag).toMatch(/^"[\w-]{22}"$/);
    for (const tags of [etag, `"other", W/${etag}`, '*']) {
      const answer = await send('/openapi.json', [`If-None-Match: ${tags}`]);
      expect(answer).toMatchObject({ status: 304, body: '' });
      expect(answer.headers.get('etag')).toEqual([etag]);
    }
    shared.profile = { ...ROUTED, name: 'renamed' };
    const changed = await send('/openapi.json', [`If-None-Match: ${etag}`]);
    expect(changed.status).toBe(200);
    expect(JSON.parse(changed.body)).toMatchObject({ info: { title: 'renamed' } });
    expect(changed.headers.get('etag')).not.toEqual([etag]);
  });

  it.each([
    ['POST', '/openapi.json'],
    ['OPTIONS', '/openapi.json'],
    ['GET', '/openapi.json/'],
    ['GET', '/OpenAPI.json'],
    ['GET', '/v1/../openapi.json'],
    ['GET', '/openapi%2Ejson'],
  ])('is the one request that needs no key: %s %s does', async (method, target) => {
    const answer = await send(target, [], method);
    expect(answer.status).toBe(401);
    expect(JSON.parse(answer.body)).toMatchObject({ reason_code: 'missing_bearer' });
  });

  it('is the upstream’s where the profile has no routes', async () => {
    shared.profile = DEFAULT_PROFILE;
    expect((await send('/openapi.json')).status).toBe(401);
    expect(await send('/openapi.json', [AUTH])).toMatchObject({ status: 200 });
    expect(shared.upstream.seen).toMatchObject([{ method: 'GET', target: '/openapi.json' }]);
  });
});
