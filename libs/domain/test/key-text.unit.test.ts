import { createHash } from 'node:crypto';
import { crc32 as zlibCrc32 } from 'node:zlib';
import {
  type KeyFormat,
  type KeyPrefix,
  composeKeyText,
  defaultKeyFormat,
  findPrefix,
  isAmbiguous,
  keyTextLength,
  lastFour,
  parseKeyText,
  prefixOf,
} from '@keyledger/domain';
import { describe, expect, test } from 'vitest';
import { base62 } from '../src/key-text/base62.ts';
import { crc32 } from '../src/key-text/crc32.ts';

const FORMAT = defaultKeyFormat(['live', 'test']);
const SECRET_LIVE = FORMAT.prefixes[0] as KeyPrefix;
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** 32 bytes that look random and are the same in every run. */
const random = (seed: number): Uint8Array => createHash('sha256').update(String(seed)).digest();
const keyText = (seed: number): string => composeKeyText(SECRET_LIVE, random(seed));

describe('CRC-32', () => {
  test('is the published check value of "123456789"', () => {
    expect(crc32('123456789')).toBe(0xcbf43926);
  });

  test('is what zlib computes, of the whole text and of its beginning', () => {
    for (let seed = 0; seed < 200; seed++) {
      const text = keyText(seed).slice(0, seed % 60);
      expect(crc32(text)).toBe(zlibCrc32(text));
      expect(crc32(`${text}more`, text.length)).toBe(zlibCrc32(text));
    }
  });
});

describe('base 62', () => {
  test.each([
    [[], 0, ''],
    [[0], 1, '0'],
    [[9], 1, '9'],
    [[10], 1, 'A'],
    [[35], 1, 'Z'],
    [[36], 1, 'a'],
    [[61], 1, 'z'],
    [[62], 2, '10'],
    [[0, 62], 4, '0010'],
    [[1, 0], 2, '48'],
    [[255, 255, 255, 255], 6, '4gfFC3'],
  ])('of %j in %i digits is %j', (bytes, width, text) => {
    expect(base62(Uint8Array.from(bytes), width)).toBe(text);
  });

  test('is big-endian and fills 43 digits with any 256 bits', () => {
    expect(base62(new Uint8Array(32), 43)).toBe('0'.repeat(43));
    expect(base62(new Uint8Array(32).fill(255), 43)).toHaveLength(43);
    expect(base62(new Uint8Array(32).fill(1, 31), 43)).toBe('1'.padStart(43, '0'));
    const value = Array.from(base62(random(1), 43)).reduce(
      (sum, digit) => sum * 62n + BigInt(ALPHABET.indexOf(digit)),
      0n,
    );
    expect(value).toBe(BigInt(`0x${Buffer.from(random(1)).toString('hex')}`));
  });
});

describe('a key text', () => {
  test('is prefix, 43 digits and a checksum of 6, and reads back as its prefix', () => {
    for (const prefix of FORMAT.prefixes) {
      const text = composeKeyText(prefix, random(1));
      expect(text).toMatch(/^kl_(sk|pk)_(live|test)_[0-9A-Za-z]{49}$/);
      expect(parseKeyText(FORMAT, text)).toEqual(prefix);
      expect(lastFour(text)).toBe(text.slice(text.length - 4));
    }
  });

  test('of known bits is this one', () => {
    const checked = `kl_sk_live_${'0'.repeat(43)}`;
    const digits = base62(Buffer.from(zlibCrc32(checked).toString(16).padStart(8, '0'), 'hex'), 6);
    expect(composeKeyText(SECRET_LIVE, new Uint8Array(32))).toBe(checked + digits);
  });

  test('is refused after every change of a single character', () => {
    const text = keyText(2);
    for (let at = 0; at < text.length; at++) {
      for (const digit of `${ALPHABET}_-é\u{0}`) {
        if (digit === text[at]) continue;
        expect(
          parseKeyText(FORMAT, text.slice(0, at) + digit + text.slice(at + 1)),
          `${digit} at ${String(at)}`,
        ).toBeNull();
      }
    }
  });

  test('is refused after every exchange of two neighbours', () => {
    const text = keyText(3);
    for (let at = 0; at + 1 < text.length; at++) {
      const [one = '', two = ''] = text.slice(at, at + 2);
      if (one !== two) expect(parseKeyText(FORMAT, text.slice(0, at) + two + one + text.slice(at + 2))).toBeNull();
    }
  });

  test('is refused at every other length', () => {
    const text = keyText(4);
    for (let length = 0; length < text.length; length++) expect(parseKeyText(FORMAT, text.slice(0, length))).toBeNull();
    for (const more of ['0', ' ', '\n', text]) {
      expect(parseKeyText(FORMAT, text + more)).toBeNull();
      expect(parseKeyText(FORMAT, more + text)).toBeNull();
    }
  });

  test('is refused where the checksum fits and the alphabet does not', () => {
    for (const foreign of ['_', '+', '/', ' ', 'é', '\u{FF10}']) {
      const checked = `kl_sk_live_${foreign}${'0'.repeat(42)}`;
      const digits = base62(Buffer.from(crc32(checked).toString(16).padStart(8, '0'), 'hex'), 6);
      expect(parseKeyText(FORMAT, checked + digits), foreign).toBeNull();
    }
  });

  test('of another deployment is refused', () => {
    expect(parseKeyText(defaultKeyFormat(['staging']), keyText(5))).toBeNull();
    expect(parseKeyText({ prefixes: [] }, keyText(5))).toBeNull();
  });

  test('may have a prefix that begins another', () => {
    const live = { text: 'ch_sk_', kind: 'secret', environment: null } as const;
    const testing = { text: 'ch_test_sk_', kind: 'secret', environment: 'test' } as const;
    const short = { text: 'ch_', kind: 'public', environment: null } as const;
    const format: KeyFormat = { prefixes: [short, live, testing] };
    for (const prefix of format.prefixes) {
      for (let seed = 0; seed < 20; seed++) {
        expect(parseKeyText(format, composeKeyText(prefix, random(seed)))).toBe(prefix);
      }
    }
  });
});

describe('a prefix with a code', () => {
  const coded: KeyPrefix = { text: 'chrt_pk_prod', kind: 'public', environment: 'production', codeLength: 6 };
  const format: KeyFormat = { prefixes: [coded] };

  test('gives an organization six letters and digits, always the same, and others to another', () => {
    const [one, again, another] = ['org_1', 'org_1', 'org_2'].map((id) => prefixOf(coded, id).text);
    expect(one).toMatch(/^chrt_pk_prod[0-9A-Za-z]{6}$/);
    expect(again).toBe(one);
    expect(another).not.toBe(one);
  });

  test('is read back whatever the code is, and only at its length', () => {
    for (let seed = 0; seed < 20; seed++) {
      const text = composeKeyText(prefixOf(coded, `org_${String(seed)}`), random(seed));
      expect(text).toHaveLength(keyTextLength(coded));
      expect(parseKeyText(format, text)).toBe(coded);
      expect(parseKeyText({ prefixes: [{ ...coded, codeLength: 4 }] }, text)).toBeNull();
    }
    expect(parseKeyText(format, composeKeyText(coded, random(1)))).toBeNull();
  });

  test('leaves a prefix without one as it is', () => {
    expect(prefixOf(SECRET_LIVE, 'org_1')).toBe(SECRET_LIVE);
  });

  test('is ambiguous beside one that it begins, at the same length alone', () => {
    const inner: KeyPrefix = { text: 'chrt_pk_prod12', kind: 'secret', environment: null, codeLength: 4 };
    expect(isAmbiguous(coded, inner)).toBe(true);
    expect(isAmbiguous(inner, coded)).toBe(true);
    expect(isAmbiguous(coded, { ...inner, codeLength: 0 })).toBe(false);
    expect(isAmbiguous(coded, { ...inner, text: 'chrt_sk_prod12' })).toBe(false);
  });
});

test('the prefix for a new key is the one of its kind and environment, or one that names no environment', () => {
  expect(findPrefix(FORMAT, 'public', 'test')?.text).toBe('kl_pk_test_');
  expect(findPrefix(FORMAT, 'secret', 'staging')).toBeNull();
  const live: KeyPrefix = { text: 'ch_sk_', kind: 'secret', environment: null };
  const testing: KeyPrefix = { text: 'ch_test_sk_', kind: 'secret', environment: 'test' };
  expect(findPrefix({ prefixes: [live, testing] }, 'secret', 'test')).toBe(testing);
  expect(findPrefix({ prefixes: [live, testing] }, 'secret', 'live')).toBe(live);
  const format: KeyFormat = { prefixes: [{ text: 'ak_', kind: 'secret', environment: null }] };
  expect(findPrefix(format, 'secret', 'anything')?.text).toBe('ak_');
  expect(findPrefix(format, 'public', 'anything')).toBeNull();
});
