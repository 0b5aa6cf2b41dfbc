import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runs } from '../../../test/kit/runs.ts';
import { Seeded } from '../../../test/kit/seeded.ts';
import { GRANT, keyText } from './kit/keys.ts';
import { mutatedRequests } from './kit/mutated-requests.ts';
import { ROUTED } from './kit/profiles.ts';
import { type PublicPort, startPort } from './kit/public-port.ts';
import { requestBytes, sendRaw } from './kit/raw-client.ts';
import { RecordingUpstream, type Seen } from './kit/recording-upstream.ts';

const RUNS = runs(2_000);
const TIMEOUT_MS = 120_000;
const KEY = keyText('live', 31);

let upstream: RecordingUpstream;
let port: PublicPort;

beforeAll(async () => {
  upstream = await RecordingUpstream.start();
  port = await startPort(upstream.url, { profile: () => ROUTED });
});
afterAll(async () => {
  await port[Symbol.asyncDispose]();
  await upstream[Symbol.asyncDispose]();
});

const requests = mutatedRequests({
  paths: ['/v1/documents', '/v1/documents/a%20b', '/v1/keys', '/v1/documents/search'],
  parameters: ['limit=5', 'limit=05', 'limit', '%6cimit=7', 'offset=0', 'q=a+b', 'q=%ff', 'sort_order=asc', 'x=1'],
  values: ['GET'],
  secret: KEY,
});

/** What another reader, that of the URL Standard, makes of what the upstream got. */
function expectUnmistakable({ target: received, headers }: Seen): void {
  const url = new URL(received, 'http://upstream.example');
  expect([url.host, url.pathname + url.search]).toEqual(['upstream.example', received]);
  expect(url.pathname).toMatch(/^\/v1\/(documents(\/[^/]+)?|keys)$/);
  expect(received).not.toContain(KEY.slice(-20));
  if (url.pathname === '/v1/documents' && url.search !== '') {
    const names = [...url.searchParams.keys()];
    expect(new Set(names).size).toBe(names.length);
    expect(['limit', 'offset', 'q', 'sort_order']).toEqual(expect.arrayContaining(names));
    expect(['5', '7', null]).toContain(url.searchParams.get('limit'));
  }
  const identity = headers.filter(([name]) => name.replaceAll('_', '-').startsWith('x-key-'));
  expect(new Map(identity)).toEqual(
    new Map([
      ['x-key-id', GRANT.keyId],
      ['x-key-kind', GRANT.kind],
      ['x-key-environment', GRANT.environment],
      ['x-key-scopes', GRANT.scopes.join(' ')],
      ['x-key-role', 'operator'],
    ]),
  );
  expect(headers.filter(([name]) => name.replaceAll('_', '-') === 'x-api-key')).toEqual([]);
}

test(
  'whatever is made of a request, it ends without a fault, and what reaches the upstream is what was checked',
  async () => {
    let passed = 0;
    const property = fc.asyncProperty(requests, async ({ target, method, headers }) => {
      upstream.seen.length = 0;
      const all = [`Authorization: Bearer ${KEY}`, ...headers];
      const answer = await sendRaw(port.port, requestBytes(target, all, { method }));
      expect(answer.status).toBeGreaterThanOrEqual(200);
      expect(answer.status).toBeLessThan(500);
      upstream.seen.forEach(expectUnmistakable);
      passed += upstream.seen.length;
      if (answer.status >= 400) expect(upstream.seen).toEqual([]);
    });
    const seed = new Seeded('mutated requests').below(2 ** 31);
    await fc.assert(property, { numRuns: RUNS, seed });
    expect(passed).toBeGreaterThan(RUNS / 100);
    expect(port.logs.join('\n')).not.toContain(KEY.slice(12));
  },
  TIMEOUT_MS,
);
