import type { Grant } from '@keyledger/domain';
import { type Verification, type Verifier, type VerifyRequest, isFault } from '@keyledger/ports';
import { describe, expect, it } from 'vitest';
import { MissLimitedVerifier } from '../src/index.ts';

const LIMITS = { burst: 3, perSecond: 2, concurrent: 2 };
const KNOWN = { reasonCode: '', grant: {} as Grant, position: 1 } as unknown as Verification;
const UNKNOWN = { reasonCode: 'invalid_key', grant: null, position: 1 } as unknown as Verification;

const from = (clientAddress: string): VerifyRequest => ({ secret: 'x', clientAddress }) as unknown as VerifyRequest;

function setUp(inner: () => Promise<Verification>) {
  const clock = { now: 0, wall: () => clock.now, monotonic: () => clock.now };
  let asked = 0;
  const remote: Verifier = {
    verify: () => {
      asked += 1;
      return inner();
    },
  };
  const verifier = new MissLimitedVerifier(remote, clock, LIMITS);
  /** `asked`, or the code of the refusal. */
  const ask = (address: string): Promise<string> =>
    verifier.verify(from(address)).then(
      () => 'asked',
      (error: unknown) => (isFault(error) ? error.code : 'another error'),
    );
  return { clock, ask, asked: () => asked };
}

describe('questions about keys that are not cached', () => {
  it('unknown keys of one address are bounded, and come back at the rate; other addresses have their own', async () => {
    const { clock, ask, asked } = setUp(() => Promise.resolve(UNKNOWN));
    const many = async (address: string): Promise<string[]> => [
      await ask(address),
      await ask(address),
      await ask(address),
      await ask(address),
    ];
    expect(await many('10.0.0.1')).toEqual(['asked', 'asked', 'asked', 'rate_limited']);
    expect(await ask('10.0.0.2')).toBe('asked');
    expect(asked()).toBe(4);
    clock.now += 1_000;
    expect(await many('10.0.0.1')).toEqual(['asked', 'asked', 'rate_limited', 'rate_limited']);
  });

  it('an IPv6 customer is a /64', async () => {
    const { ask } = setUp(() => Promise.resolve(UNKNOWN));
    for (const host of ['1', '2', '3']) expect(await ask(`2001:db8:0:1::${host}`)).toBe('asked');
    expect(await ask('2001:db8:0:1:ffff::4')).toBe('rate_limited');
    expect(await ask('2001:db8:0:2::1')).toBe('asked');
  });

  it('known keys cost nothing', async () => {
    const { ask } = setUp(() => Promise.resolve(KNOWN));
    for (let count = 1; count <= 20; count++) expect(await ask('10.0.0.1')).toBe('asked');
  });

  it('only so many wait at once, from everybody', async () => {
    const { promise, resolve } = Promise.withResolvers<Verification>();
    const { ask, asked } = setUp(() => promise);
    const waiting = [ask('10.0.0.1'), ask('10.0.0.2')];
    expect(await ask('10.0.0.3')).toBe('rate_limited');
    expect(asked()).toBe(2);
    resolve(UNKNOWN);
    expect(await Promise.all(waiting)).toEqual(['asked', 'asked']);
    expect(await ask('10.0.0.3')).toBe('asked');
  });
});
