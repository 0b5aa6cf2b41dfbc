import { DEFAULT_PROFILE, type Profile } from '@keyledger/domain';
import { beforeEach, describe, expect, it } from 'vitest';
import { keyText } from './kit/keys.ts';
import { ROUTED } from './kit/profiles.ts';
import { requestBytes, sendRaw } from './kit/raw-client.ts';
import { sharedPort } from './kit/shared-port.ts';

const KEY = keyText('live', 11);
const OTHER = keyText('live', 12);
const bearer = (text: string): string => `Authorization: Bearer ${text}`;
const bare = (text: string): string => `X-Api-Key: ${text}`;

const shared = sharedPort({ profile: ROUTED });

const send = (...headers: string[]) => sendRaw(shared.port.port, requestBytes('/v1/documents', headers));
const useHeaders = (headers: Profile['credentials']['headers'], keep = false): void => {
  shared.profile = { ...ROUTED, credentials: { headers, keep } };
};

beforeEach(() => useHeaders(['authorization', 'x-api-key']));

describe('where a profile takes keys from two headers', () => {
  it.each([
    ['in the first', [bearer(KEY)]],
    ['in the second', [bare(KEY)]],
    ['in the second, in any case', [`x-aPi-kEY:${KEY}  `]],
    ['the same in both', [bearer(KEY), bare(KEY)]],
    ['the same in both, the second first', [bare(KEY), bearer(KEY)]],
    ['beside an empty other', [bearer(KEY), bare('')]],
    ['beside a bare scheme', ['Authorization: Bearer', bare(KEY)]],
    ['beside another scheme', ['Authorization: Basic a2V5Og==', bare(KEY)]],
    ['beside another writing, which never counts', [bearer(KEY), `X_Api_Key: ${OTHER}`, `X-Api_Key: ${OTHER}`]],
  ])('a key is accepted %s, and goes no further', async (_, headers) => {
    expect(await send(...headers)).toMatchObject({ status: 200 });
    expect(shared.port.verifier.asked.map(({ secret }) => secret)).toEqual([KEY]);
    const names = shared.upstream.seen.flatMap((seen) => seen.headers.map(([name]) => name));
    for (const name of ['authorization', 'x-api-key', 'x_api_key', 'x-api_key']) expect(names).not.toContain(name);
    expect(JSON.stringify(shared.upstream.seen)).not.toContain(KEY.slice(-20));
  });

  it.each([
    ['two different keys', 'malformed_token', [bearer(KEY), bare(OTHER)]],
    ['a key and something else', 'malformed_token', [bearer(KEY), bare('something')]],
    ['the second header twice', 'malformed_token', [bare(KEY), bare(KEY)]],
    ['the second header twice, beside a key', 'malformed_token', [bearer(KEY), bare(KEY), bare(KEY)]],
    ['the second header twice, both empty', 'malformed_token', [bearer(KEY), bare(''), bare('')]],
    ['the first header twice, beside a key', 'malformed_token', [bearer(KEY), bare(KEY), bearer(KEY)]],
    ['a scheme where none belongs', 'malformed_token', [bare(`Bearer ${KEY}`)]],
    ['two keys by comma', 'malformed_token', [bare(`${KEY}, ${KEY}`)]],
    ['another writing alone', 'missing_bearer', [`X_Api_Key: ${KEY}`]],
    ['nothing but an empty header', 'missing_bearer', [bare('')]],
    ['another scheme and nothing else', 'missing_bearer', ['Authorization: Basic a2V5Og==']],
  ])('%s is %s', async (_, code, headers) => {
    const answer = await send(...headers);
    expect(answer.status).toBe(401);
    expect(JSON.parse(answer.body)).toMatchObject({ reason_code: code, field: null });
    expect([shared.port.verifier.asked, shared.upstream.seen]).toEqual([[], []]);
  });
});

describe('where a profile takes keys from a header of its own', () => {
  it('there is no other, and Authorization is the upstream’s', async () => {
    useHeaders(['x-api-key']);
    expect(JSON.parse((await send(bearer(KEY))).body)).toMatchObject({ reason_code: 'missing_bearer' });
    expect(await send('Authorization: Basic b3RoZXI=', bare(KEY))).toMatchObject({ status: 200 });
    expect(shared.upstream.values('authorization')).toEqual(['Basic b3RoZXI=']);
  });
});

describe('where a profile keeps the credential', () => {
  it('the upstream gets it as it was sent, and what only looks like it never', async () => {
    useHeaders(['authorization', 'x-api-key'], true);
    await send(`authorization:  bEARER   ${KEY}`, bare(KEY), `X_Api_Key: ${OTHER}`);
    expect(shared.upstream.values('authorization')).toEqual([`bEARER   ${KEY}`]);
    expect(shared.upstream.values('x-api-key')).toEqual([KEY]);
    expect(shared.upstream.values('x_api_key')).toEqual([]);
  });
});

describe('what a profile forwards', () => {
  it('is told by the node, and nothing that the client says under that name, however it is written', async () => {
    await send(bearer(KEY), 'X-Key-Role: owner', 'X_Key_Role: owner', 'x-key_role: owner', 'X-Key-Id: forged');
    expect(shared.upstream.values('x-key-role')).toEqual(['operator']);
    expect(shared.upstream.values('x-key-id')).toHaveLength(1);
    expect(JSON.stringify(shared.upstream.seen)).not.toMatch(/owner|forged/);
  });

  it('cannot be taken away by Connection', async () => {
    const nominate = 'Connection: close, X-Key-Role';
    await sendRaw(shared.port.port, `GET /v1/documents HTTP/1.1\r\nHost: a\r\n${nominate}\r\n${bearer(KEY)}\r\n\r\n`);
    expect(shared.upstream.values('x-key-role')).toEqual(['operator']);
  });
});

describe('a profile that changes', () => {
  it('holds for the next request, and never splits one that is under way', async () => {
    const { answer } = shared.port.verifier;
    shared.profile = ROUTED;
    shared.port.verifier.answer = (request) => {
      shared.profile = { ...DEFAULT_PROFILE, errors: { validationStatus: 400 } };
      return answer(request);
    };
    const [before, after] = [await send(bearer(KEY), bare(OTHER)), await sendList()];
    shared.port.verifier.answer = answer;
    expect([before.status, after.status]).toEqual([401, 422]);
    expect(await sendList()).toMatchObject({ status: 200 });
    expect(shared.upstream.seen.map(({ target }) => target)).toEqual(['/v1/documents?limit=x']);
  });

  const sendList = () => sendRaw(shared.port.port, requestBytes('/v1/documents?limit=x', [bearer(KEY)]));
});
