import type { Grant } from '@keyledger/domain';
import { beforeEach, describe, expect, it } from 'vitest';
import { ALLOWED } from './kit/fake-verifier.ts';
import { GRANT, keyText } from './kit/keys.ts';
import { ROUTED } from './kit/profiles.ts';
import { type RawAnswer, requestBytes, sendRaw } from './kit/raw-client.ts';
import { sharedPort } from './kit/shared-port.ts';

const AUTH = `Authorization: Bearer ${keyText('live', 14)}`;
const HERE = 'https://app.example';
const publicGrant: Grant = {
  ...GRANT,
  kind: 'public',
  restrictions: { ips: [], origins: [HERE, 'https://*.app.example:8443'] },
};

const shared = sharedPort({
  profile: ROUTED,
  answer: (_req, res) => {
    res.setHeader('Access-Control-Allow-Origin', '*');
    res.setHeader('Access-Control-Allow-Credentials', 'true');
    res.setHeader('Vary', 'Accept');
    res.end('fine');
  },
});

const knows = (grant: Grant, reasonCode: typeof ALLOWED.reasonCode = ''): void => {
  shared.port.verifier.answer = () => Promise.resolve({ ...ALLOWED, grant, reasonCode });
};
const send = (headers: readonly string[], target = '/v1/documents', method = 'GET'): Promise<RawAnswer> =>
  sendRaw(shared.port.port, requestBytes(target, headers, { method }));
const preflight = (target: string, method: string, ...more: string[]): Promise<RawAnswer> =>
  send([`Origin: https://any.example`, `Access-Control-Request-Method: ${method}`, ...more], target, 'OPTIONS');
const corsOf = ({ headers }: RawAnswer): string[] =>
  [...headers.keys()].filter((name) => name.startsWith('access-control-'));

beforeEach(() => knows(publicGrant));

describe('a preflight', () => {
  it.each(['GET', 'HEAD'])('of %s is answered without a key, and asks nobody', async (method) => {
    const answer = await preflight('/v1/documents/1', method, 'Access-Control-Request-Headers: authorization');
    expect(answer).toMatchObject({ status: 204, body: '' });
    expect(
      Object.fromEntries([...answer.headers].filter(([name]) => name !== 'x-request-id' && name !== 'date')),
    ).toEqual({
      'access-control-allow-origin': ['https://any.example'],
      'access-control-allow-methods': ['GET, HEAD'],
      'access-control-allow-headers': ['authorization, x-api-key, content-type'],
      'access-control-max-age': ['600'],
      vary: ['Origin, Access-Control-Request-Method, Access-Control-Request-Headers'],
      connection: ['close'],
    });
    expect([shared.port.verifier.asked, shared.upstream.seen]).toEqual([[], []]);
    expect(shared.port.answered).toEqual([{ outcome: 'accepted', status: 204 }]);
  });

  it.each([
    ['a route for secret keys', () => preflight('/v1/keys', 'GET')],
    ['a method for secret keys', () => preflight('/v1/documents', 'POST')],
    ['no method of the path', () => preflight('/v1/documents', 'DELETE')],
    ['no path of the profile', () => preflight('/nowhere', 'GET')],
    ['a path that is not canonical', () => preflight('/v1/%64ocuments', 'GET')],
    ['no origin', () => send(['Access-Control-Request-Method: GET'], '/v1/documents', 'OPTIONS')],
    ['no method at all', () => send([`Origin: ${HERE}`], '/v1/documents', 'OPTIONS')],
    ['two methods', () => preflight('/v1/documents', 'GET', 'Access-Control-Request-Method: GET')],
    ['another method of its own', () => send([`Origin: ${HERE}`, 'Access-Control-Request-Method: GET'])],
  ])('for %s goes through the ordinary checks', async (_, ask) => {
    const answer = await ask();
    expect(answer.status).toBe(401);
    expect(JSON.parse(answer.body)).toMatchObject({ reason_code: 'missing_bearer' });
    expect(corsOf(answer)).toEqual([]);
  });

  it('is no matter of a profile without CORS', async () => {
    shared.profile = { ...ROUTED, cors: null };
    expect(await preflight('/v1/documents', 'GET')).toMatchObject({ status: 401 });
  });
});

describe('an answer to a public key', () => {
  it.each([HERE, 'https://a.b.app.example:8443', 'HTTPS://APP.example'])(
    'may be read by a page of %s, and the upstream has no word in it',
    async (origin) => {
      const answer = await send([AUTH, `Origin: ${origin}`]);
      expect(answer).toMatchObject({ status: 200 });
      expect(answer.headers.get('access-control-allow-origin')).toEqual([origin]);
      expect(answer.headers.get('access-control-expose-headers')).toEqual(['ratelimit']);
      expect(answer.headers.get('access-control-allow-credentials')).toBeUndefined();
      expect(answer.headers.get('vary')).toEqual(['Origin', 'Accept']);
    },
  );

  it.each([
    ['a refusal of the key', 'missing_scope', '/v1/documents', 403],
    ['a refusal of the query', '', '/v1/documents?limit=0', 422],
  ] as const)('may be read also where it is %s', async (_, reasonCode, target, status) => {
    knows(publicGrant, reasonCode);
    const answer = await send([AUTH, `Origin: ${HERE}`], target);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('access-control-allow-origin')).toEqual([HERE]);
    expect(answer.headers.get('vary')).toEqual(['Origin']);
  });

  it.each(['https://evil.example', 'https://app.example.evil', 'http://app.example', 'null'])(
    'may not be read by a page of %s, refused or not',
    async (origin) => {
      for (const code of ['', 'origin_not_allowed', 'missing_scope', 'revoked_key'] as const) {
        knows(publicGrant, code);
        const answer = await send([AUTH, `Origin: ${origin}`]);
        expect(corsOf(answer)).toEqual([]);
        expect(answer.headers.get('vary')?.[0]).toBe('Origin');
      }
    },
  );

  it.each([
    [HERE, HERE],
    [HERE, ''],
    ['', HERE],
  ])('may not be read where the request has two origins: %j and %j', async (first, second) => {
    const answer = await send([AUTH, `Origin: ${first}`, `Origin: ${second}`]);
    expect(corsOf(answer)).toEqual([]);
    expect(shared.port.verifier.asked).toMatchObject([{ origin: 'null' }]);
  });

  it('may not be read where the key is not known here, or nothing is', async () => {
    knows(publicGrant, 'invalid_key');
    const elsewhere = await send([AUTH, `Origin: ${HERE}`]);
    shared.port.verifier.answer = () => Promise.resolve({ ...ALLOWED, grant: null, reasonCode: 'invalid_key' });
    const unknown = await send([AUTH, `Origin: ${HERE}`]);
    shared.port.verifier.fails(new Error('broken'));
    const broken = await send([AUTH, `Origin: ${HERE}`]);
    expect([elsewhere, unknown, broken].map(corsOf)).toEqual([[], [], []]);
    expect([...elsewhere.headers.keys()]).toEqual([...unknown.headers.keys()]);
  });
});

describe('an answer to a secret key', () => {
  it('is never for browsers, and a profile may refuse the key there', async () => {
    knows(GRANT);
    const answer = await send([AUTH, `Origin: ${HERE}`]);
    expect(corsOf(answer)).toEqual([]);
    expect(answer.headers.get('vary')).toEqual(['Accept']);
    expect(shared.port.verifier.asked).toMatchObject([{ origin: HERE, secretKindRefused: true }]);
    knows(GRANT, 'key_kind_not_allowed');
    expect(corsOf(await send([AUTH, `Origin: ${HERE}`]))).toEqual([]);
  });
});

describe('a profile without CORS', () => {
  it('leaves it to the upstream', async () => {
    shared.profile = { ...ROUTED, cors: null };
    const answer = await send([AUTH, `Origin: ${HERE}`]);
    expect(answer.headers.get('access-control-allow-origin')).toEqual(['*']);
    expect(answer.headers.get('vary')).toEqual(['Accept']);
  });
});
