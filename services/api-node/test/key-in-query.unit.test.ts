import { DEFAULT_PROFILE, composeKeyText, prefixOf } from '@keyledger/domain';
import { describe, expect, it } from 'vitest';
import { withoutKeys } from '../src/http/key-in-query.ts';
import { keyText } from './kit/keys.ts';

const KEY = keyText('live', 1);
const redact = (target: string): string => withoutKeys(DEFAULT_PROFILE.keyFormat, target).target;

describe('withoutKeys', () => {
  it.each([
    [`/p?k=${KEY}`, '/p'],
    [`/p?k=${KEY}&k=${KEY}`, '/p'],
    [`/p?a=1&k=${KEY}`, '/p?a=1'],
    [`/p?k=${KEY}&a=%2f?`, '/p?a=%2f?'],
    [`/p?a=1;k=${KEY}`, '/p'],
    [`/p?k=%6bl${KEY.slice(2)}`, '/p'],
    [`/p?k=%ff${KEY}`, '/p'],
    [`/p?k=%ff%6bl${KEY.slice(2)}`, '/p'],
    [`/p?k=${keyText('test', 1)}`, '/p'],
    [`/p?k=kl_sk_live_${KEY}`, '/p'],
    [`/p?k=%7B%22key%22%3A%22${KEY}%22%7D&z`, '/p?z'],
  ])('takes the key out of %s', (target, expected) => {
    expect(redact(target)).toBe(expected);
  });

  it.each([
    '/p',
    '/p?',
    '/p?a=1&&b=',
    `/p?k=${KEY.slice(0, -1)}`,
    `/p?k=${KEY.slice(0, -1)}!`,
    `/${KEY}`,
    `/p?${'%zz'.repeat(40)}`,
  ])('leaves %s as it is', (target) => {
    expect(withoutKeys(DEFAULT_PROFILE.keyFormat, target)).toEqual({ target, removed: 0 });
  });

  it('takes out a key whose prefix has a code of its organization', () => {
    const prefix = { text: 'chrt_sk_prod', kind: 'secret', environment: 'production', codeLength: 6 } as const;
    const key = composeKeyText(prefixOf(prefix, 'org_1'), new Uint8Array(32).fill(1));
    expect(withoutKeys({ prefixes: [prefix] }, `/p?k=${key}&a`)).toEqual({ target: '/p?a', removed: 1 });
  });
});
