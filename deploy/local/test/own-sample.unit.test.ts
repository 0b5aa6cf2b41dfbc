import { DEFAULT_PROFILE, type Profile, type Route, parsePathTemplate } from '@keyledger/domain';
import { expect, test } from 'vitest';
import { sampleOfProfile } from '../own-sample.ts';
import { whatToTry } from '../what-to-try.ts';

const route = (name: string, method: string, path: string, more: Partial<Route> = {}): Route => ({
  ...{ name, method, path: parsePathTemplate(path) ?? [], scopes: [], kinds: ['secret'], holder: 'any' },
  ...{ query: 'any', cost: 1, refusals: [], ...more },
});

const own = (routes: Profile['routes'], more: Partial<Profile> = {}): Profile => ({
  ...DEFAULT_PROFILE,
  ...more,
  routes,
});

test('a route by GET without parameters is tried first, with a key that has the scopes of every route', () => {
  const { path, scopes } = sampleOfProfile(
    own([
      route('create', 'POST', '/v1/books', { scopes: ['books:write', 'books:read'] }),
      route('get', 'GET', '/v1/books/{id}', { scopes: ['books:read'] }),
      route('list', 'GET', '/v1/books', { scopes: ['books:read'] }),
    ]),
  );
  expect([path, scopes]).toEqual(['/v1/books', ['books:write', 'books:read']]);
});

test('where each has parameters, one is filled in', () => {
  expect(sampleOfProfile(own([route('get', 'GET', '/v1/shelves/{shelf}/books/{id}')])).path).toBe(
    '/v1/shelves/example/books/example',
  );
});

test('what a secret key may not use is neither tried nor asked scopes for', () => {
  const routes = [route('tiles', 'GET', '/tiles', { kinds: ['public'], scopes: ['tiles:read'] })];
  expect(sampleOfProfile(own(routes))).toMatchObject({ path: null, scopes: [] });
});

test('where every path is allowed, the sample upstream is greeted', () => {
  expect(sampleOfProfile(own('any'))).toMatchObject({ path: '/hello', scopes: [], header: 'authorization' });
});

const ready = (header: string, path: string | null) => ({
  api_node: { http: 'http://127.0.0.1:1' },
  sample: { organizations: {}, resources: {}, header, path },
});

test('the line that is printed carries the key where the profile has it', () => {
  expect(whatToTry(ready('authorization', '/a'), 'key')).toContain(
    '  curl -H "Authorization: Bearer $(cat key)" http://127.0.0.1:1/a',
  );
  expect(whatToTry(ready('x-api-key', '/a'), 'key')).toContain(
    '  curl -H "x-api-key: $(cat key)" http://127.0.0.1:1/a',
  );
});

test('where there is nothing to ask for by GET, no line is printed that would be refused', () => {
  const text = whatToTry(ready('authorization', null), 'key');
  expect(text).not.toContain('curl');
  expect(text).toContain('http://127.0.0.1:1/openapi.json');
});
