import {
  BEFORE_FIRST,
  formatPosition,
  isKeyId,
  isMemberId,
  isOrganizationId,
  isTokenId,
  isWebhookId,
  makeKeyId,
  makeMemberId,
  makeOrganizationId,
  makeTokenId,
  makeWebhookId,
  parsePosition,
  positionAfter,
  positionAt,
  timeOfId,
} from '@keyledger/domain';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const bytes = fc.uint8Array({ minLength: 10, maxLength: 10 });
const time = fc.integer({ min: 0, max: 2 ** 48 - 1 });

describe('ids', () => {
  test('sort by the time of their creation, whatever their random part', () => {
    fc.assert(
      fc.property(time, time, bytes, bytes, (one, two, randomOne, randomTwo) => {
        fc.pre(one < two);
        expect(makeKeyId(one, randomOne) < makeKeyId(two, randomTwo)).toBe(true);
      }),
    );
  });

  test('tell when they were made', () => {
    fc.assert(
      fc.property(time, bytes, (made, random) => {
        expect(timeOfId(makeKeyId(made, random))).toBe(made);
      }),
    );
  });

  test('differ where any random bit differs', () => {
    fc.assert(
      fc.property(time, bytes, fc.integer({ min: 0, max: 79 }), (at, random, bit) => {
        const other = Uint8Array.from(random);
        other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(makeKeyId(at, random)).not.toBe(makeKeyId(at, other));
      }),
    );
  });

  test('are known for what they are and for nothing else', () => {
    fc.assert(
      fc.property(time, bytes, (at, random) => {
        const ids = [
          makeKeyId(at, random),
          makeOrganizationId(at, random),
          makeTokenId(at, random),
          makeMemberId(at, random),
          makeWebhookId(at, random),
        ];
        expect(ids.map(isKeyId)).toEqual([true, false, false, false, false]);
        expect(ids.map(isOrganizationId)).toEqual([false, true, false, false, false]);
        expect(ids.map(isTokenId)).toEqual([false, false, true, false, false]);
        expect(ids.map(isMemberId)).toEqual([false, false, false, true, false]);
        expect(ids.map(isWebhookId)).toEqual([false, false, false, false, true]);
      }),
    );
  });

  test('are written as a ULID is, in lower case', () => {
    const random = Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 255]);
    expect(makeKeyId(1_469_918_176_385, random)).toBe('key_01aryz6s41000000000000007z');
    expect(makeKeyId(0, new Uint8Array(10).fill(255))).toBe(`key_${'0'.repeat(10)}${'z'.repeat(16)}`);
  });

  test.each(['', 'key_', 'key', 'ledger', `key_${'0'.repeat(25)}`, `key_${'0'.repeat(27)}`, `key_${'u'.repeat(26)}`])(
    '%j is none',
    (text) => {
      expect(isKeyId(text)).toBe(false);
    },
  );

  test.each(['KEY_', 'key_0', ' key_', 'org_'])('%j does not begin one', (prefix) => {
    expect(isKeyId(prefix + '0'.repeat(26))).toBe(false);
    expect(isKeyId(`key_${'0'.repeat(26)}\n`)).toBe(false);
  });
});

describe('positions', () => {
  test('are read back as they were written', () => {
    for (const offset of [-1, 0, 1, 9_007_199_254_740_991]) {
      const text = formatPosition('abc123', positionAt(offset));
      expect(parsePosition(text)).toEqual({ ledgerId: 'abc123', position: offset });
    }
  });

  test('follow each other from before the first', () => {
    expect(positionAfter(BEFORE_FIRST)).toBe(0);
    expect(positionAfter(positionAt(41))).toBe(42);
  });

  test.each([
    '',
    '1',
    'abc',
    'abc-',
    '-1',
    'abc-01',
    'abc--2',
    'abc-1.5',
    'abc-1e3',
    'ABC-1',
    'a b-1',
    'abc-1\n',
    'abc-+1',
  ])('%j is none', (text) => {
    expect(parsePosition(text)).toBeNull();
  });

  test('beyond what a number holds exactly are none', () => {
    expect(parsePosition('abc-9007199254740993')).toBeNull();
  });
});
