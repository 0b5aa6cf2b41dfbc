import { describe, expect, test } from 'vitest';
import { AddressShares } from '../src/address-shares.ts';

const LIMIT = { all: 5, perAddress: 2 };

describe('shares of bounded places', () => {
  test('are as many as an address may have, whatever others hold', () => {
    const shares = new AddressShares(LIMIT);
    const taken = ['10.0.0.1', '10.0.0.1', '10.0.0.1', '10.0.0.2'].map((address) => shares.tryTake(address));
    expect(taken).toEqual([true, true, false, true]);
  });

  test('are no more than all places', () => {
    const shares = new AddressShares(LIMIT);
    const taken = Array.from({ length: 7 }, (_, index) => shares.tryTake(`10.0.0.${String(index)}`));
    expect(taken).toEqual([true, true, true, true, true, false, false]);
  });

  test('are free again once given back, and one that was refused has nothing to give', () => {
    const shares = new AddressShares(LIMIT);
    for (const address of ['10.0.0.1', '10.0.0.1', '10.0.0.2', '10.0.0.2', '10.0.0.3']) shares.tryTake(address);
    shares.giveBack('10.0.0.1');
    expect(shares.tryTake('10.0.0.2')).toBe(false);
    expect(shares.tryTake('10.0.0.1')).toBe(true);
    expect(shares.tryTake('10.0.0.4')).toBe(false);
  });

  test.each([
    ['a /64 of IPv6', '2001:db8::1', '2001:db8::2:3', '2001:db8:0:1::1'],
    ['an IPv4 address and what maps it', '10.0.0.1', '::ffff:10.0.0.1', '::ffff:10.0.0.2'],
    ['whoever has no address', '', null, '10.0.0.1'],
  ])('are one for %s', (_, one, same, other) => {
    const shares = new AddressShares(LIMIT);
    expect([one, same, one, other].map((address) => shares.tryTake(address))).toEqual([true, true, false, true]);
  });
});
