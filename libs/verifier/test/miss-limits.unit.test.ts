import type { Grant } from '@keyledger/domain';
import { Fault, type Verification, type Verifier, type VerifyRequest, isFault } from '@keyledger/ports';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type MissLimits, MissLimitedVerifier } from '../src/index.ts';

const LIMITS = { burst: 3, perSecond: 2, concurrent: 2 };
const KNOWN = { reasonCode: '', grant: {} as Grant, position: 1 } as unknown as Verification;
const UNKNOWN = { reasonCode: 'invalid_key', grant: null, position: 1 } as unknown as Verification;

const from = (clientAddress: string): VerifyRequest => ({ secret: 'x', clientAddress }) as unknown as VerifyRequest;

function setUp(inner: () => Promise<Verification>, limits: MissLimits = LIMITS) {
  const clock = { now: 0, wall: () => clock.now, monotonic: () => clock.now };
  let asked = 0;
  const remote: Verifier = {
    verify: () => {
      asked += 1;
      return inner();
    },
  };
  const verifier = new MissLimitedVerifier(remote, clock, limits);
  /** `asked`, or the code of the refusal. */
  const ask = (address: string): Promise<string> =>
    verifier.verify(from(address)).then(
      () => 'asked',
      (error: unknown) => (isFault(error) ? error.code : 'another error'),
    );
  const askAtOnce = (count: number, address: string): Promise<string[]> =>
    Promise.all(Array.from({ length: count }, () => ask(address)));
  return { clock, ask, askAtOnce, asked: () => asked };
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

  it('known keys of one address are all answered, however many come at once', async () => {
    const { askAtOnce, asked } = setUp(() => Promise.resolve(KNOWN), { ...LIMITS, concurrent: 2_000 });
    expect(new Set(await askAtOnce(500, '10.0.0.1'))).toEqual(new Set(['asked']));
    expect(asked()).toBe(500);
  });

  it('unknown keys that come at once are asked about only as often as those that come in turn', async () => {
    const { clock, askAtOnce, asked } = setUp(() => Promise.resolve(UNKNOWN), { ...LIMITS, concurrent: 2_000 });
    const answers = await askAtOnce(500, '10.0.0.1');
    expect(answers.filter((answer) => answer === 'rate_limited')).toHaveLength(497);
    expect(asked()).toBe(3);
    clock.now += 1_000;
    await askAtOnce(500, '10.0.0.1');
    expect(asked()).toBe(5);
  });

  it('no more of one address are out than it could pay for if all were unknown', async () => {
    const answers: ((answer: Verification) => void)[] = [];
    const manual = (): Promise<Verification> => new Promise((resolve) => answers.push(resolve));
    const { askAtOnce } = setUp(manual, { ...LIMITS, concurrent: 2_000 });
    const all = askAtOnce(6, '10.0.0.1');
    await nextTurn();
    expect(answers).toHaveLength(3);
    answers[0]?.(KNOWN);
    await nextTurn();
    expect(answers).toHaveLength(4);
    for (const answer of answers) answer(UNKNOWN);
    const refused = ['rate_limited', 'rate_limited'];
    expect(await all).toEqual(['asked', 'asked', 'asked', 'asked', ...refused]);
  });

  it('a failure of the authority is told as such and costs nothing: afterwards known keys are answered at once', async () => {
    let inner = (): Promise<Verification> => Promise.reject(new Fault('digest_key_unavailable', 'down'));
    const { ask } = setUp(() => inner());
    for (let count = 1; count <= 20; count++) expect(await ask('10.0.0.1')).toBe('digest_key_unavailable');
    inner = () => Promise.resolve(KNOWN);
    expect(await ask('10.0.0.1')).toBe('asked');
  });

  it('one address cannot take the places of all others', async () => {
    const { promise, resolve } = Promise.withResolvers<Verification>();
    const { ask, askAtOnce } = setUp(() => promise, { ...LIMITS, concurrent: 2_000 });
    const first = askAtOnce(500, '10.0.0.1');
    expect(await ask('10.0.0.1')).toBe('rate_limited');
    const other = ask('10.0.0.2');
    resolve(KNOWN);
    expect(await other).toBe('asked');
    expect(new Set(await first)).toEqual(new Set(['asked']));
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
