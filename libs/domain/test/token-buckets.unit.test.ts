import { describe, expect, test } from 'vitest';
import { TokenBuckets, addressBlock } from '../src/index.ts';

describe('token buckets', () => {
  test('give a burst at once and then so many a second', () => {
    const buckets = new TokenBuckets({ burst: 3, perSecond: 2 });
    expect([1, 2, 3].map(() => buckets.take('a', 0))).toEqual([0, 0, 0]);
    expect(buckets.take('a', 0)).toBe(500);
    expect(buckets.take('a', 250)).toBe(250);
    expect(buckets.take('a', 500)).toBe(0);
    expect(buckets.take('a', 501)).toBeGreaterThan(0);
  });

  test('never hold more than a burst, however long nobody asks', () => {
    const buckets = new TokenBuckets({ burst: 2, perSecond: 1 });
    buckets.take('a', 0);
    expect([1, 2, 3].map(() => buckets.take('a', 1e9) === 0)).toEqual([true, true, false]);
  });

  test('count each name by itself', () => {
    const buckets = new TokenBuckets({ burst: 1, perSecond: 1 });
    expect(buckets.take('a', 0)).toBe(0);
    expect(buckets.take('b', 0)).toBe(0);
    expect(buckets.take('a', 0)).toBe(1000);
  });

  test('take back what should not have been counted, up to a burst', () => {
    const buckets = new TokenBuckets({ burst: 1, perSecond: 0 });
    buckets.take('a', 0);
    expect(buckets.take('a', 0)).toBe(Infinity);
    buckets.giveBack('a');
    buckets.giveBack('a');
    expect(buckets.take('a', 0)).toBe(0);
    expect(buckets.take('a', 0)).toBe(Infinity);
  });

  test('are bounded, and forget the one that was used longest ago', () => {
    const buckets = new TokenBuckets({ burst: 1, perSecond: 0 }, 2);
    buckets.take('old', 0);
    buckets.take('new', 0);
    buckets.take('old', 0);
    buckets.take('third', 0);
    expect(buckets.take('old', 0)).toBe(Infinity);
    expect(buckets.take('new', 0)).toBe(0);
  });
});

describe('the block of an address', () => {
  test('is an IPv4 address or the /64 of an IPv6 one, however it is written', () => {
    expect(addressBlock('2001:db8::1')).toBe(addressBlock('2001:DB8:0:0:1::'));
    expect(addressBlock('2001:db8::1')).not.toBe(addressBlock('2001:db8:0:1::1'));
    expect(addressBlock('192.0.2.1')).toBe(addressBlock('::ffff:192.0.2.1'));
    expect(addressBlock('192.0.2.1')).not.toBe(addressBlock('192.0.2.2'));
    expect(addressBlock(null)).toBe(addressBlock('unknown'));
  });
});
