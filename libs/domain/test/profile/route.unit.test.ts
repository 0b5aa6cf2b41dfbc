import { type Route, findRoute, formatPathTemplate, parsePathTemplate } from '@keyledger/domain';
import { describe, expect, test } from 'vitest';

const route = (name: string, method: string, path: string): Route => ({
  name,
  method,
  path: parsePathTemplate(path) ?? expect.fail(`${path} is a path`),
  scopes: [],
  kinds: ['secret'],
  holder: 'any',
  query: 'any',
  cost: 1,
  refusals: [],
});

const ROUTES = [
  route('documents.get', 'GET', '/v1/documents/{id}'),
  route('documents.latest', 'GET', '/v1/documents/latest'),
  route('documents.delete', 'DELETE', '/v1/documents/{id}'),
  route('audio.get', 'GET', '/v1/documents/{id}/audio'),
];

test.each([
  ['GET', '/v1/documents/7', 'documents.get'],
  ['HEAD', '/v1/documents/7', 'documents.get'],
  ['DELETE', '/v1/documents/7', 'documents.delete'],
  ['GET', '/v1/documents/latest', 'documents.latest'],
  ['DELETE', '/v1/documents/latest', 'documents.delete'],
  ['GET', '/v1/documents/7/audio', 'audio.get'],
  ['GET', '/v1/documents', undefined],
  ['GET', '/v1/documents/7/audio/1', undefined],
  ['GET', '/V1/documents/7', undefined],
  ['get', '/v1/documents/7', undefined],
  ['POST', '/v1/documents/7', undefined],
])('%s %s is %s', (method, path, name) => {
  expect(findRoute(ROUTES, method, path.slice(1).split('/'))?.name).toBe(name);
});

describe('a path template', () => {
  test.each(['/v1/documents', '/v1/tiles/{z}/{x}/{y}', '/v1/documents/{id}/audio'])(
    '%j is read and written alike',
    (text) => {
      expect(formatPathTemplate(parsePathTemplate(text) ?? [])).toBe(text);
    },
  );

  test.each([
    '',
    'v1',
    '/',
    '/v1/',
    '/v1//a',
    '/v1/..',
    '/v1/{Id}',
    '/v1/{}',
    '/v1/{id}x',
    '/v1/a b',
    '/v1/%61',
    '/v1/*',
    '/v1/{id}/of/{id}',
  ])('is not %j', (text) => expect(parsePathTemplate(text)).toBeNull());
});
