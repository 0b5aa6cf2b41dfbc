import { isOriginEntry, originAllowed } from '@keyledger/domain';
import { describe, expect, test } from 'vitest';

describe('an entry', () => {
  test.each([
    '*',
    'https://example.com',
    'http://localhost:3000',
    'https://*.example.com',
    'https://*.example.com:8443',
    'https://a.b-c.example_1.com',
    'http://127.0.0.1:80',
    'http://[::1]:8080',
    'chrome-extension://abcdefghijklmnop',
    'capacitor://localhost',
  ])('may be %s', (text) => {
    expect(isOriginEntry(text)).toBe(true);
  });

  test.each([
    '',
    'null',
    'example.com',
    '*.example.com',
    'https://',
    'https://*',
    'https://*.',
    'https://a.*.example.com',
    'https://*example.com',
    'https://example.com/',
    'https://example.com/path',
    'https://example.com?q',
    'https://user@example.com',
    'https://example.com:',
    'https://example.com:port',
    'https://example.com:123456',
    'https://Example.com',
    'HTTPS://example.com',
    'https://example.com\n',
    ' https://example.com',
    'https://exa mple.com',
    'https://.example.com',
    'https://example.com.',
    '//example.com',
  ])('may not be %j', (text) => {
    expect(isOriginEntry(text)).toBe(false);
  });
});

test.each([
  ['*', '', true],
  ['*', 'https://anything.example', true],
  ['https://example.com', 'https://example.com', true],
  ['https://example.com', 'HTTPS://EXAMPLE.com', true],
  ['https://example.com', '', false],
  ['https://example.com', 'null', false],
  ['https://example.com', 'http://example.com', false],
  ['https://example.com', 'https://example.com:8443', false],
  ['https://example.com', 'https://a.example.com', false],
  ['https://example.com', 'https://example.com.evil.net', false],
  ['https://*.example.com', 'https://a.example.com', true],
  ['https://*.example.com', 'https://a.b.example.com', true],
  ['https://*.example.com', 'https://A.Example.COM', true],
  ['https://*.example.com', 'https://example.com', false],
  ['https://*.example.com', 'https://.example.com', false],
  ['https://*.example.com', 'https://evilexample.com', false],
  ['https://*.example.com', 'https://a.example.com:8443', false],
  ['https://*.example.com', 'https://a.example.com.evil.net', false],
  ['https://*.example.com', 'http://a.example.com', false],
  ['https://*.example.com', 'https://evil.net/.example.com', false],
  ['https://*.example.com', 'https://evil.net#.example.com', false],
  ['https://*.example.com', 'https://user@a.example.com', false],
  ['https://*.example.com', 'https://a..example.com', false],
  ['https://*.example.com:8443', 'https://a.example.com:8443', true],
  ['https://*.example.com:8443', 'https://a.example.com', false],
  ['http://[::1]:8080', 'http://[::1]:8080', true],
])('%s admits %j: %s', (entry, origin, expected) => {
  expect(originAllowed([entry], origin)).toBe(expected);
});

test('one entry of several is enough, and none admits nothing', () => {
  expect(originAllowed(['https://a.example', 'https://b.example'], 'https://b.example')).toBe(true);
  expect(originAllowed([], 'https://b.example')).toBe(false);
});
