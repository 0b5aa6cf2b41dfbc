import { parseCanonicalTarget } from '@keyledger/domain';
import { expect, test } from 'vitest';

test.each([
  ['/', null],
  ['/v1/documents', ['v1', 'documents']],
  ['/v1/documents/doc_01', ['v1', 'documents', 'doc_01']],
  ['/a:b/c@d/e,f', ['a:b', 'c@d', 'e,f']],
  ['/caf%C3%A9', ['caf%C3%A9']],
  ['/a%20b', ['a%20b']],
  ['/...', ['...']],
])('%s is read alike by every server', (path, segments) => {
  expect(parseCanonicalTarget(`${path}?q=1?2`)).toEqual(segments && { path, segments, query: 'q=1?2' });
});

test.each([
  ['no path', 'v1'],
  ['nothing', ''],
  ['another origin', '//evil/v1'],
  ['an empty segment', '/v1//documents'],
  ['a slash at the end', '/v1/documents/'],
  ['a dot segment', '/v1/./documents'],
  ['a dot segment that climbs', '/v1/../admin'],
  ['an encoded dot segment', '/v1/%2e%2e/admin'],
  ['a half encoded dot segment', '/v1/.%2E/admin'],
  ['an encoded slash', '/v1/a%2fb'],
  ['an encoded backslash', '/v1/a%5Cb'],
  ['a backslash', '/v1\\a'],
  ['an encoded null', '/v1/a%00'],
  ['an encoded line end', '/v1/a%0d%0ab'],
  ['parameters of a segment', '/v1/a;b=c'],
  ['an encoded semicolon', '/v1/a%3Bb'],
  ['a letter that needs no encoding', '/v1/%61dmin'],
  ['an encoded percent sign, to be decoded twice', '/v1/%252e'],
  ['an encoded question mark', '/v1/a%3Fb'],
  ['broken encoding', '/v1/%zz'],
  ['encoding that is cut off', '/v1/a%2'],
  ['bytes that are no UTF-8', '/v1/%ff'],
  ['an overlong slash', '/v1/%c0%af'],
  ['a character beyond ASCII', '/v1/é'],
  ['a fragment', '/v1/a#b'],
])('%s matches no route', (_, target) => {
  expect(parseCanonicalTarget(target)).toBeNull();
  expect(parseCanonicalTarget(`${target}?q=1`)).toBeNull();
});
