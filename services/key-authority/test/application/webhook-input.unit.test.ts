import { WEBHOOK_KINDS } from '@keyledger/domain';
import { isFault } from '@keyledger/ports';
import { expect, test } from 'vitest';
import { type CreateWebhookInput, checkNewWebhook } from '../../src/application/webhook-input.ts';

const LONGEST = `https://hooks.example.com/${'a'.repeat(2_048 - 26)}`;

/** The fields that are refused. */
function refused(input: CreateWebhookInput, allowPrivate = false): (string | undefined)[] {
  try {
    checkNewWebhook(input, '', allowPrivate);
    return [];
  } catch (error) {
    if (!isFault(error, 'validation_failed')) throw error;
    return (error.errors ?? []).map(({ field }) => field);
  }
}

test.each([
  'http://hooks.example.com/',
  'ftp://hooks.example.com/',
  'hooks.example.com',
  '',
  'https://',
  ' https://hooks.example.com/',
  'https://hooks.example.com/\n',
  'https://bücher.example/',
  'https://ada@hooks.example.com/',
  'https://:pw@hooks.example.com/',
  'https://hooks.example.com/#',
  'https://hooks.example.com/#part',
  'https://127.0.0.1/',
  'https://0x7f.1/',
  'https://2130706433/',
  'https://10.1.2.3:8443/',
  'https://169.254.169.254/latest',
  'https://[::1]/',
  'https://[::ffff:10.0.0.1]/',
  'https://[fd00::1]/',
  `${LONGEST}a`,
])('a webhook at %j is refused', (url) => {
  expect(refused({ url })).toEqual(['url']);
});

test.each([
  'https://hooks.example.com',
  'https://hooks.example.com:8443/a%20b?c=@d',
  'https://93.184.215.14/',
  'https://[2606:4700::1111]/',
  'https://xn--bcher-kva.example/',
  LONGEST,
])('a webhook at %j is taken, as it was given, for everything', (url) => {
  expect(checkNewWebhook({ url }, '', false)).toEqual({ url, kinds: WEBHOOK_KINDS, description: '' });
});

test.each([
  ['http://127.0.0.1:9000/', []],
  ['https://[::1]/', []],
  ['http://ada@127.0.0.1/', ['url']],
  ['file:///etc/passwd', ['url']],
])('where private addresses are allowed, a webhook at %j has these problems: %j', (url, fields) => {
  expect(refused({ url }, true)).toEqual(fields);
});

test('every problem is told at once', () => {
  const input = { url: '', kinds: [], description: 'a'.repeat(201) };
  expect(refused(input)).toEqual(['url', 'kinds', 'description']);
  expect(refused({ url: LONGEST, kinds: ['key.unused', 'key.unused'] })).toEqual(['kinds']);
});
