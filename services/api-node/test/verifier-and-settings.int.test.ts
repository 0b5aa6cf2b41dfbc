import { positionAt } from '@keyledger/domain';
import { Fault } from '@keyledger/ports';
import { describe, expect, it } from 'vitest';
import { keyText } from './kit/keys.ts';
import { startPort } from './kit/public-port.ts';
import { openRaw, parseAnswer, readToEnd, requestBytes, sendRaw } from './kit/raw-client.ts';
import { sharedPort } from './kit/shared-port.ts';

const KEY = keyText('live', 9);
const AUTH = `Authorization: Bearer ${KEY}`;

const shared = sharedPort();

/** Of the last request that got through, by their names. */
const headersSeen = () => Object.fromEntries(shared.upstream.seen.at(-1)?.headers ?? []);

describe('a verifier that fails', () => {
  it.each([
    [new Fault('digest_key_unavailable', 'x'), 503, 'digest_key_unavailable'],
    [new Fault('ledger_unavailable', 'x'), 503, 'digest_key_unavailable'],
    [new Error(`broken by ${KEY}`), 503, 'digest_key_unavailable'],
    [new Fault('rate_limited', 'x'), 429, 'rate_limited'],
  ])('lets nobody through: %s', async (error, status, code) => {
    shared.port.verifier.fails(error);
    const answer = await sendRaw(shared.port.port, requestBytes('/x', [AUTH]));
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toMatchObject({ reason_code: code });
    expect(shared.upstream.seen).toEqual([]);
    expect(shared.port.logs.join('\n')).not.toContain(KEY.slice(12));
  });

  it('lets nobody through when it throws at once, knows nothing of what it allows, or never answers', async () => {
    shared.port.verifier.answer = () => {
      throw new Error('at once');
    };
    expect((await sendRaw(shared.port.port, requestBytes('/x', [AUTH]))).status).toBe(503);
    shared.port.verifier.answer = () => Promise.resolve({ reasonCode: '', grant: null, position: positionAt(1) });
    expect((await sendRaw(shared.port.port, requestBytes('/x', [AUTH]))).status).toBe(503);
    await using slow = await startPort(shared.upstream.url, { timeouts: { verifyMs: 50 } });
    slow.verifier.answer = () => new Promise(() => {});
    expect((await sendRaw(slow.port, requestBytes('/x', [AUTH]))).status).toBe(503);
    expect(shared.upstream.seen).toEqual([]);
  });
});

describe('settings', () => {
  it('key access that is off refuses a good key, and says a bad one is bad first', async () => {
    await using off = await startPort(shared.upstream.url, { apiKeysEnabled: false });
    const refused = await sendRaw(off.port, requestBytes('/x', [AUTH]));
    expect(JSON.parse(refused.body)).toMatchObject({ reason_code: 'api_keys_disabled' });
    const other = await sendRaw(off.port, requestBytes('/x', [`Authorization: Bearer ${keyText('test', 1)}`]));
    expect(JSON.parse(other.body)).toMatchObject({ reason_code: 'api_keys_disabled' });
    const bad = await sendRaw(off.port, requestBytes('/x', ['Authorization: Bearer x']));
    expect(JSON.parse(bad.body)).toMatchObject({ reason_code: 'malformed_token' });
  });

  it('a trusted proxy tells where a request comes from and names it', async () => {
    await using behind = await startPort(shared.upstream.url, { trusted: ['127.0.0.0/8', '10.0.0.0/8'] });
    const headers = [AUTH, 'X-Forwarded-For: 6.6.6.6, 203.0.113.7', 'X-Forwarded-For: 10.1.1.1', 'X-Request-Id: abc-1'];
    const answer = await sendRaw(behind.port, requestBytes('/x', [...headers, 'X-Forwarded-Proto: https']));
    expect(behind.verifier.asked[0]?.clientAddress).toBe('203.0.113.7');
    expect(answer.headers.get('x-request-id')).toEqual(['abc-1']);
    expect(headersSeen()).toMatchObject({
      'x-forwarded-for': '6.6.6.6, 203.0.113.7, 10.1.1.1, 127.0.0.1',
      'x-forwarded-proto': 'https',
    });
  });

  it('what a trusted proxy says of the client reaches the upstream, unless its name has another reading', async () => {
    await using behind = await startPort(shared.upstream.url, { trusted: ['127.0.0.0/8'] });
    const headers = ['True-Client-IP: 203.0.113.7', 'CF-Connecting-IP: 203.0.113.8', 'X_Real_IP: 203.0.113.9'];
    await sendRaw(behind.port, requestBytes('/x', [AUTH, ...headers]));
    expect(headersSeen()).toMatchObject({ 'true-client-ip': '203.0.113.7', 'cf-connecting-ip': '203.0.113.8' });
    expect(JSON.stringify(headersSeen())).not.toContain('203.0.113.9');
  });

  it('a stranger does not', async () => {
    const headers = [AUTH, 'X-Forwarded-For: 10.0.0.1', 'X-Request-Id: abc-1', 'Origin: https://app.example'];
    const answer = await sendRaw(shared.port.port, requestBytes('/x', headers));
    expect(shared.port.verifier.asked[0]).toMatchObject({
      clientAddress: '127.0.0.1',
      origin: 'https://app.example',
      secret: KEY,
    });
    expect(answer.headers.get('x-request-id')).not.toEqual(['abc-1']);
  });

  it('an answer that an older client gets ends with the connection', async () => {
    const socket = await openRaw(shared.port.port);
    socket.write(`GET /x HTTP/1.0\r\n${AUTH}\r\n\r\n`);
    expect(parseAnswer(await readToEnd(socket))).toMatchObject({ status: 200, body: 'fine' });
  });
});
