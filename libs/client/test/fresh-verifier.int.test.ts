import { readFileSync } from 'node:fs';
import { PLAIN_REQUEST } from '@keyledger/domain';
import { type Verification, silentLogger } from '@keyledger/ports';
import { beforeEach, describe, expect, test } from 'vitest';
import { type FreshVerifier, type FreshVerifierOptions, startFreshVerifier } from '../src/index.ts';
import { HOLE, proxyTo } from '../../grpc/test/kit/black-hole.ts';
import { token, whenOver } from '../../grpc/test/kit/servers.ts';
import { until } from '../../grpc/test/kit/until.ts';
import { startKeys, statusFor } from './example.ts';
import { FakeAuthority, FakeLedger, noBarrier } from './kit/fake-authority.ts';

/** Renewed every two seconds, so that a lease outlasts what a busy machine takes its time for. */
const TERMS = { stalenessMs: 6_000, staleAllowanceMs: 0 };
/** For what happens at a renewal, and may as well happen later. */
const SHORT = { stalenessMs: 600, staleAllowanceMs: 0 };

let ledger: FakeLedger;
let authority: FakeAuthority;

beforeEach(() => {
  ledger = new FakeLedger();
  ledger.create('a');
  ledger.create('b');
  authority = new FakeAuthority(ledger);
});

async function startFresh(
  endpoints: readonly string[],
  options: Partial<FreshVerifierOptions> = {},
): Promise<FreshVerifier> {
  const fresh = startFreshVerifier({
    endpoints,
    token,
    environment: 'live',
    terms: TERMS,
    logger: silentLogger,
    ...options,
  });
  whenOver(fresh, (one) => one.close());
  await fresh.reading;
  return fresh;
}

const verify = ({ verifier }: FreshVerifier, secret: string): Promise<Verification> =>
  verifier.verify({ ...PLAIN_REQUEST, secret });

const held = (fresh: FreshVerifier): Promise<void> => until('a lease is held', () => fresh.lease().kind !== 'none');

describe('with a lease', () => {
  test('a key is asked about once, and its revocation is known without asking', async () => {
    const fresh = await startFresh([(await authority.start()).endpoint]);
    await held(fresh);
    for (let round = 0; round < 3; round++) expect((await verify(fresh, 'a')).reasonCode).toBe('');
    const position = ledger.revoke('a');
    await until('it is applied', () => fresh.applied >= position);
    expect((await verify(fresh, 'a')).reasonCode).toBe('revoked_key');
    expect(authority.asked).toEqual(['a']);
  });

  test('what is applied is told to every authority by whom the lease was asked for', async () => {
    const other = new FakeAuthority(ledger);
    const fresh = await startFresh([(await authority.start()).endpoint, (await other.start()).endpoint]);
    await held(fresh);
    const position = ledger.revoke('a');
    for (const one of [authority, other]) {
      await until('it is told', () => one.reported.some(({ applied }) => applied >= position));
      expect(one.reported.every(({ proof }) => proof === authority.barriers[0]?.proof)).toBe(true);
    }
  });

  test('no request waits for a renewal, and none goes to an authority', async () => {
    const fresh = await startFresh([(await authority.start()).endpoint]);
    await held(fresh);
    await verify(fresh, 'a');
    while (authority.barriers.length < 3) {
      await verify(fresh, 'a');
      await new Promise(setImmediate);
    }
    expect(authority.asked).toEqual(['a']);
  });

  test('an authority that dies, or falls silent, is replaced by another before the lease ends', async () => {
    const other = new FakeAuthority(ledger);
    const { proxy, endpoint } = await proxyTo((await authority.start()).port);
    const observed: string[] = [];
    const endpoints = [endpoint, (await other.start()).endpoint];
    const fresh = await startFresh(endpoints, { follower: ledger.records });
    await held(fresh);
    proxy.apply(HOLE);
    await until('another authority renews it', () => {
      observed.push(fresh.lease().kind);
      return other.barriers.length > 1;
    });
    expect(new Set(observed)).toEqual(new Set(['fresh']));
  });
});

describe('without a lease', () => {
  test('every request goes to an authority, whatever is cached', async () => {
    authority.instead = noBarrier;
    const fresh = await startFresh([(await authority.start()).endpoint]);
    for (let round = 0; round < 3; round++) expect((await verify(fresh, 'a')).reasonCode).toBe('');
    expect(authority.asked).toEqual(['a', 'a', 'a']);
    expect(fresh.lease().kind).toBe('none');
    authority.instead = null;
    await held(fresh);
    await verify(fresh, 'a');
    await verify(fresh, 'a');
    expect(authority.asked.length).toBeLessThan(5);
  });

  test('a process that is cut off answers from the cache until its lease ends, and then fails, within the bound', async () => {
    const server = await authority.start();
    const terms = { stalenessMs: 3_000, staleAllowanceMs: 0 };
    const fresh = await startFresh([server.endpoint], { terms });
    await held(fresh);
    await verify(fresh, 'a');
    const cutOff = performance.now();
    await server.kill();
    ledger.revoke('a');
    let lastAccept = cutOff;
    const outcome = async (): Promise<string> => {
      const begin = performance.now();
      const { reasonCode } = await verify(fresh, 'a');
      lastAccept = begin;
      return reasonCode;
    };
    for (;;) {
      const failure = await outcome().then(
        () => null,
        (error: unknown) => error,
      );
      if (failure === null) continue;
      expect(failure).toMatchObject({ name: 'Fault', code: 'digest_key_unavailable' });
      break;
    }
    expect(lastAccept).toBeGreaterThan(cutOff);
    expect(lastAccept - cutOff).toBeLessThan(terms.stalenessMs);
  });

  test('serving stale lasts as much longer as was granted, and says that it is stale', async () => {
    const server = await authority.start();
    const terms = { stalenessMs: 300, staleAllowanceMs: 60_000 };
    const fresh = await startFresh([server.endpoint], { terms });
    await held(fresh);
    await verify(fresh, 'a');
    await server.kill();
    await until('it is stale', () => fresh.lease().kind === 'stale');
    expect((await verify(fresh, 'a')).reasonCode).toBe('');
  });
});

describe('another ledger under the same authorities', () => {
  test.each([
    ['by its id', (replaced: FakeLedger) => void (replaced.id = '01other')],
    ['by a barrier below what was applied', () => undefined],
  ])('is noticed %s: a new life begins with an empty cache', async (_, change) => {
    for (let index = 0; index < 20; index++) ledger.noop();
    const options = { follower: ledger.records, terms: SHORT };
    const fresh = await startFresh([(await authority.start()).endpoint], options);
    await held(fresh);
    await verify(fresh, 'a');
    const [first] = authority.barriers;
    const replaced = new FakeLedger();
    change(replaced);
    authority.instead = async (request) => {
      authority.instead = null;
      return { nonce: request.nonce, ledgerId: replaced.id, position: replaced.noop(), terms: request.terms };
    };
    await until('another life asks', () => authority.barriers.at(-1)?.proof !== first?.proof);
    await held(fresh);
    expect(fresh.cache.size).toBe(0);
    await verify(fresh, 'a');
    expect(authority.asked).toEqual(['a', 'a']);
  });
});

test('an answer from another ledger than the lease is of is not used', async () => {
  const fresh = await startFresh([(await authority.start()).endpoint], { follower: ledger.records });
  await held(fresh);
  const { id } = ledger;
  authority.instead = noBarrier;
  ledger.id = '01other';
  await expect(verify(fresh, 'a')).rejects.toMatchObject({ code: 'digest_key_unavailable' });
  expect(fresh.cache.size).toBe(0);
  ledger.id = id;
  expect((await verify(fresh, 'a')).reasonCode).toBe('');
});

describe('closing', () => {
  test('gives the lease back to every authority as the last word, and answers nobody any more', async () => {
    const other = new FakeAuthority(ledger);
    const fresh = await startFresh([(await authority.start()).endpoint, (await other.start()).endpoint]);
    await held(fresh);
    await verify(fresh, 'a');
    ledger.revoke('b');
    for (const one of [authority, other]) await until('it reports', () => one.reported.length > 0);
    const late = expect(verify(fresh, 'b')).rejects.toMatchObject({ code: 'digest_key_unavailable' });
    await fresh.close();
    for (const one of [authority, other]) {
      expect(one.reported.at(-1)).toMatchObject({ proof: authority.barriers[0]?.proof, giveBack: true });
    }
    await late;
    await expect(verify(fresh, 'a')).rejects.toMatchObject({ code: 'digest_key_unavailable' });
  });
});

describe('the README', () => {
  test('shows an example that works', async () => {
    const { endpoint } = await authority.start();
    const keys = whenOver(await startKeys(token(), [endpoint], silentLogger), (one) => one.close());
    expect(await statusFor(keys, 'a', 'orders:read')).toBe(200);
    expect(await statusFor(keys, 'a', 'orders:write')).toBe(403);
    expect(await statusFor(keys, 'no-such-key', 'orders:read')).toBe(401);
    const example = readFileSync(new URL('example.ts', import.meta.url), 'utf8');
    expect(readFileSync(new URL('../README.md', import.meta.url), 'utf8')).toContain(example);
  });
});
