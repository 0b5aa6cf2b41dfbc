import { describe, expect, it } from 'vitest';
import { GRANT, keyText } from './kit/keys.ts';
import { ERROR_DOCS } from './kit/public-port.ts';
import { requestBytes, sendRaw } from './kit/raw-client.ts';
import type { Seen } from './kit/recording-upstream.ts';
import { sharedPort } from './kit/shared-port.ts';

const KEY = keyText('live', 9);
const AUTH = `Authorization: Bearer ${KEY}`;

const shared = sharedPort();

const last = (): Partial<Seen> => shared.upstream.seen.at(-1) ?? {};
const values = (name: string): string[] => shared.upstream.values(name);

describe('what the upstream is told', () => {
  it('is who the key is, never the key', async () => {
    const answer = await sendRaw(shared.port.port, requestBytes('/x', [AUTH]));
    expect(answer.status).toBe(200);
    expect(values('x-key-id')).toEqual([GRANT.keyId]);
    expect(values('x-organization-id')).toEqual([GRANT.organization.id]);
    expect(values('x-key-kind')).toEqual(['secret']);
    expect(values('x-key-environment')).toEqual(['live']);
    expect(values('x-key-scopes')).toEqual(['documents:read documents:write']);
    expect(values('x-request-id')).toEqual(answer.headers.get('x-request-id'));
    expect(values('authorization')).toEqual([]);
    expect(JSON.stringify(last())).not.toContain(KEY.slice(-20));
  });

  it.each([
    ['X-Key-Id', 'x-key-id'],
    ['x-KEY-id', 'x-key-id'],
    ['X_Key_Id', 'x_key_id'],
    ['X-Key_Id', 'x-key_id'],
    ['X.Key.Id', 'x.key.id'],
    ['X_Organization_Id', 'x_organization_id'],
    ['X-Key-Scopes', 'x-key-scopes'],
    ['X_Request_Id', 'x_request_id'],
    ['X-Request-Id', 'x-request-id'],
    ['X-HTTP-Method-Override', 'x-http-method-override'],
    ['X-Original-URL', 'x-original-url'],
    ['X_Rewrite_URL', 'x_rewrite_url'],
    ['X-Forwarded-For', 'x-forwarded-for'],
    ['X_Forwarded_For', 'x_forwarded_for'],
    ['X-Forwarded-Prefix', 'x-forwarded-prefix'],
    ['Forwarded', 'forwarded'],
    ['X-Real-IP', 'x-real-ip'],
    ['True_Client_IP', 'true_client_ip'],
    ['CF-Connecting-IP', 'cf-connecting-ip'],
    ['Proxy-Authorization', 'proxy-authorization'],
    ['Proxy', 'proxy'],
    ['Keep-Alive', 'keep-alive'],
    ['TE', 'te'],
    ['Trailer', 'trailer'],
    ['Transfer_Encoding', 'transfer_encoding'],
    ['Content_Length', 'content_length'],
  ])('is nothing that a stranger sent as %s', async (name, lower) => {
    await sendRaw(shared.port.port, requestBytes('/x', [AUTH, `${name}: forged`]));
    expect(shared.upstream.seen).toHaveLength(1);
    expect(values(lower)).not.toContain('forged');
    expect(JSON.stringify(last())).not.toContain('forged');
  });

  it('loses what Connection nominates, but never its identity headers', async () => {
    const nominate = 'Connection: close, X-Hop, X-Key-Id, x-organization-id, X-Request-Id, Host, X-Forwarded-For';
    const bytes = `GET /x HTTP/1.1\r\nHost: api.example\r\n${nominate}\r\nX-Hop: gone\r\nX-Stays: here\r\n${AUTH}\r\n\r\n`;
    await sendRaw(shared.port.port, bytes);
    expect(values('x-hop')).toEqual([]);
    expect(values('x-stays')).toEqual(['here']);
    expect(values('x-key-id')).toEqual([GRANT.keyId]);
    expect(values('x-organization-id')).toEqual([GRANT.organization.id]);
    expect(values('x-request-id')).toHaveLength(1);
    expect(values('x-forwarded-for')).toEqual(['127.0.0.1']);
    expect(values('host')).toEqual([shared.upstream.url.host]);
  });

  it('is where the request came from', async () => {
    await sendRaw(shared.port.port, requestBytes('/x', [AUTH, 'traceparent: 00-a-b-01']));
    expect(values('x-forwarded-for')).toEqual(['127.0.0.1']);
    expect(values('x-forwarded-proto')).toEqual(['http']);
    expect(values('x-forwarded-host')).toEqual(['api.example']);
    expect(values('traceparent')).toEqual(['00-a-b-01']);
  });

  it.each([
    '/',
    '/?',
    '/a//b/../c/./%2e%2e',
    '/a%2Fb%5c%00;p=1?x=%zz&&=&a=b',
    `/"<>^\`{|}'~`,
    '/http://evil.example/',
    '/x/_keyledger/y',
    '/_keyledger',
  ])('is the target %s byte by byte', async (target) => {
    await sendRaw(shared.port.port, requestBytes(target, [AUTH]));
    expect(last().target).toBe(target);
  });

  it.each([
    [`/x?api_key=${KEY}`, '/x'],
    [`/x?a=1&api_key=${KEY}&b=%zz`, '/x?a=1&b=%zz'],
    [`/x?${KEY}`, '/x'],
    [`/x?a=${KEY.replaceAll('_', '%5F')}&b`, '/x?b'],
    [`/x?t=Bearer%20${KEY}&=&`, '/x?=&'],
  ])('is no key in the query: %s', async (sent, received) => {
    await sendRaw(shared.port.port, requestBytes(sent, [AUTH]));
    expect(last().target).toBe(received);
    expect(shared.port.keyEvents).toEqual(['127.0.0.1']);
    expect(shared.port.logs.join('\n')).not.toContain(KEY.slice(12));
  });

  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY'])(
    'is the method %s',
    async (method) => {
      const answer = await sendRaw(shared.port.port, requestBytes('/x', [AUTH], { method }));
      expect(answer.status).toBe(200);
      expect(last().method).toBe(method);
    },
  );
});

describe('what the client is told', () => {
  it('keeps repeated headers and their case, and loses what is for the connection', async () => {
    shared.answer = (_req, res) => {
      res.writeHead(201, [
        ['Set-Cookie', 'a=1'],
        ['Set-Cookie', 'b=2'],
        ['X-CaSe', 'kept'],
        ['Connection', 'X-Hop, keep-alive'],
        ['X-Hop', 'gone'],
        ['X-Request-Id', 'upstream'],
        ['Proxy-Authenticate', 'Basic'],
        ['Content-Length', '2'],
      ]);
      res.end('ok');
    };
    const answer = await sendRaw(shared.port.port, requestBytes('/x', [AUTH]));
    expect(answer.status).toBe(201);
    expect(answer.headers.get('set-cookie')).toEqual(['a=1', 'b=2']);
    expect(answer.text).toContain('X-CaSe: kept');
    expect(answer.headers.get('x-hop')).toBeUndefined();
    expect(answer.headers.get('proxy-authenticate')).toBeUndefined();
    expect(answer.headers.get('x-request-id')).toHaveLength(1);
    expect(answer.headers.get('x-request-id')).not.toEqual(['upstream']);
    expect(answer.headers.get('content-length')).toEqual(['2']);
    expect(answer.body).toBe('ok');
  });

  it.each([204, 304])('has no body and no framing with %i', async (status) => {
    shared.answer = (_req, res) => res.writeHead(status).end();
    const answer = await sendRaw(shared.port.port, requestBytes('/x', [AUTH]));
    expect(answer).toMatchObject({ status, body: '' });
    expect(answer.headers.has('transfer-encoding')).toBe(false);
    expect(answer.headers.has('content-length')).toBe(false);
  });

  it('answers HEAD like GET without the body', async () => {
    shared.answer = (_req, res) => res.writeHead(200, { 'Content-Length': '5' }).end('hello');
    const answer = await sendRaw(shared.port.port, requestBytes('/x', [AUTH], { method: 'HEAD' }));
    expect(answer).toMatchObject({ status: 200, body: '' });
    expect(answer.headers.get('content-length')).toEqual(['5']);
    shared.port.verifier.refuses('revoked_key');
    const refusal = await sendRaw(shared.port.port, requestBytes('/x', [AUTH], { method: 'HEAD' }));
    expect(refusal).toMatchObject({ status: 401, body: '' });
  });

  it.each([
    ['GET', ''],
    ['POST', 'a body'],
  ])('does not see informational answers to %s, asked for or not', async (method, body) => {
    const sockets = new Set<unknown>();
    shared.answer = (req, res) => {
      sockets.add(req.socket);
      res.writeContinue();
      res.writeProcessing();
      res.writeEarlyHints({ link: '</a.css>; rel=preload' });
      res.writeContinue();
      void req.toArray().then((chunks) => res.end(`final ${chunks.join('')}`));
    };
    for (let round = 0; round < 3; round++) {
      const length = `Content-Length: ${String(body.length)}`;
      const answer = await sendRaw(shared.port.port, requestBytes('/x', [AUTH, length], { method, body }));
      expect(answer).toMatchObject({ status: 200, body: `final ${body}` });
      expect(answer.text.match(/HTTP\/1\.1/g)).toHaveLength(1);
    }
    expect(sockets.size).toBe(1);
  });

  it.each([
    ['missing_bearer', 401, 'Bearer'],
    ['invalid_key', 401, 'Bearer error="invalid_token"'],
    ['revoked_key', 401, 'Bearer error="invalid_token"'],
    ['missing_scope', 403, 'Bearer error="insufficient_scope"'],
    ['ip_not_allowed', 403, undefined],
    ['rate_limited', 429, undefined],
    ['digest_key_unavailable', 503, undefined],
  ] as const)('is why it was refused: %s', async (code, status, challenge) => {
    shared.port.verifier.refuses(code);
    const answer = await sendRaw(shared.port.port, requestBytes('/x', [AUTH]));
    expect(answer.status).toBe(status);
    expect(answer.headers.get('www-authenticate')?.[0]).toBe(challenge);
    expect(answer.headers.has('retry-after')).toBe(status === 429 || status === 503);
    expect(answer.headers.get('link')).toEqual([`<${ERROR_DOCS}#${code}>; rel="help"`]);
    expect(Object.keys(JSON.parse(answer.body) as object)).toEqual(['error', 'reason_code', 'message', 'field']);
    expect(shared.port.answered).toEqual([{ outcome: code, status }]);
    expect(shared.upstream.seen).toEqual([]);
  });
});
