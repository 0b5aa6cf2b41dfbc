import { describe, expect, it } from 'vitest';
import { AddressLimiter } from '../src/http/address-limiter.ts';

function limiterAt(limit: { burst: number; perSecond: number }) {
  let now = 0;
  const limiter = new AddressLimiter(limit, { wall: () => now, monotonic: () => now });
  return { limiter, advance: (ms: number) => void (now += ms) };
}

describe('address limiter', () => {
  it('allows the burst, then what each second brings', () => {
    const { limiter, advance } = limiterAt({ burst: 2, perSecond: 1 });
    expect([1, 2, 3].map(() => limiter.take('192.0.2.1'))).toEqual([true, true, false]);
    advance(500);
    expect(limiter.take('192.0.2.1')).toBe(false);
    advance(500);
    expect(limiter.take('192.0.2.1')).toBe(true);
    advance(60_000);
    expect([1, 2, 3].map(() => limiter.take('192.0.2.1'))).toEqual([true, true, false]);
  });

  it('counts an IPv6 /64 as one and IPv4 addresses each', () => {
    const { limiter } = limiterAt({ burst: 1, perSecond: 0 });
    expect(limiter.take('2001:db8::1')).toBe(true);
    expect(limiter.take('2001:db8::2')).toBe(false);
    expect(limiter.take('2001:db8:0:1::1')).toBe(true);
    expect(limiter.take('192.0.2.1')).toBe(true);
    expect(limiter.take('192.0.2.2')).toBe(true);
    expect(limiter.take(null)).toBe(true);
    expect(limiter.take(null)).toBe(false);
  });

  it('forgets the source it saw first when there are too many', () => {
    const { limiter } = limiterAt({ burst: 1, perSecond: 0 });
    expect(limiter.take('192.0.2.1')).toBe(true);
    for (let i = 0; i < 10_000; i++) limiter.take(`10.${String(i >> 16)}.${String((i >> 8) & 255)}.${String(i & 255)}`);
    expect(limiter.take('192.0.2.1')).toBe(true);
    expect(limiter.take('10.0.39.15')).toBe(false);
  });
});
