import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Echo, createSampleUpstream } from '../src/index.ts';

const IDENTITY = {
  'x-key-id': 'key_1',
  'x-organization-id': 'org_1',
  'x-key-kind': 'secret',
  'x-key-environment': 'live',
  'x-key-scopes': 'a:read b:write',
};

describe('sample upstream', () => {
  let app: FastifyInstance;
  let base: string;

  beforeAll(async () => {
    app = createSampleUpstream();
    base = await app.listen({ host: '127.0.0.1', port: 0 });
  });
  afterAll(() => app.close());

  it('greets the organization that the API node names', async () => {
    const answer = await fetch(`${base}/hello`, { headers: IDENTITY });
    expect(await answer.json()).toEqual({
      message: 'Hello, org_1.',
      key: { id: 'key_1', organization: 'org_1', kind: 'secret', environment: 'live', scopes: ['a:read', 'b:write'] },
    });
  });

  it('says so when nobody is named', async () => {
    const answer = await fetch(`${base}/hello`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ key: null });
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND'])(
    'echoes what arrives by %s, whatever its type',
    async (method) => {
      const body = 'x'.repeat(3_000_000);
      const headers = { 'Content-Type': 'application/json', 'X-Twice': 'a' };
      const answer = await fetch(`${base}/echo?a=%2f`, { method, body, headers });
      const echo = (await answer.json()) as Echo;
      const sha256 = createHash('sha256').update(body).digest('hex');
      expect(echo).toMatchObject({ method, target: '/echo?a=%2f', body: { length: body.length, sha256 } });
      expect(echo.headers.map(([name]) => name.toLowerCase())).toContain('x-twice');
    },
  );

  it('waits as long as it is told', async () => {
    expect(await (await fetch(`${base}/slow?ms=1`)).json()).toEqual({ waited_ms: 1 });
  });

  it('streams in chunks, of unknown length', async () => {
    const answer = await fetch(`${base}/stream?chunks=3&interval_ms=1`);
    expect(answer.headers.get('transfer-encoding')).toBe('chunked');
    expect(await answer.text()).toBe('line 1 of 3\nline 2 of 3\nline 3 of 3\n');
  });
});
