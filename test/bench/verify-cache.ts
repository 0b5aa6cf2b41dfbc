import { hash } from 'node:crypto';
import { type Attempt, PLAIN_REQUEST, positionAt } from '@keyledger/domain';
import { type Verifier, systemClock, systemTimers } from '@keyledger/ports';
import { Lease } from '@keyledger/freshness';
import { CachingVerifier, GrantCache } from '@keyledger/verifier';
import { unknownKey } from '../kit/keys.ts';
import { type Benchmark, atLeast, atMost, informative } from './kit/entry.ts';
import { inTurns } from './kit/rounds.ts';
import { newGrant, pause } from './kit/sample.ts';
import { combine, ratios } from './kit/statistics.ts';

const KEYS = 10_000;
const ROUNDS = 7;
const VERIFIES = 500_000;
const EVENTS = 100_000;
const TARGET = 500_000;
const CHECKS = 2_000_000;
const MAX_LEASE_CHECK_US = 0.3;

/** A verification that the cache answers, in process; the peer is one hash of the same text, which none can do without. */
export const verifyCache: Benchmark = {
  name: 'verify-cache',
  async run() {
    const cache = new GrantCache();
    cache.restart(positionAt(0));
    const secrets = Array.from({ length: KEYS }, unknownKey);
    const grants = new Map(secrets.map((secret) => [secret, newGrant()]));
    const inner: Verifier = {
      verify: ({ secret }) =>
        Promise.resolve({ reasonCode: '', grant: grants.get(secret) ?? null, position: cache.applied }),
    };
    const verifier = new CachingVerifier({
      inner,
      cache,
      lease: heldLease(),
      environment: 'live',
      clock: systemClock,
      timers: systemTimers,
    });
    // As requests bring them: a text of its own each time, cut from a header.
    const headers = secrets.map((secret) => Buffer.from(`Bearer ${secret}`, 'latin1'));
    const { ours, peer } = await inTurns(
      ROUNDS,
      () =>
        perCoreSecond(
          headers,
          async (secret) => (await verifier.verify({ ...PLAIN_REQUEST, secret })).reasonCode === '',
        ),
      () => perCoreSecond(headers, (secret) => hash('sha256', secret, 'base64') !== ''),
    );
    const keyIds = [...grants.values()].map(({ keyId }) => keyId);
    const { ours: cached, peer: uncached } = await inTurns(
      ROUNDS,
      () => applyCost(cache, keyIds),
      () => applyCost(new GrantCache(), keyIds),
    );
    const lease = heldLease();
    const { ours: checks, peer: loops } = await inTurns(
      ROUNDS,
      () => leaseCheckCost(() => lease.isHeld()),
      () => leaseCheckCost(() => true),
    );
    return [
      atMost(
        MAX_LEASE_CHECK_US,
        'lease_check',
        'µs',
        combine(checks, loops, (check, loop) => check - loop),
      ),
      atLeast(TARGET, 'verify_cache_per_core', '1/s', ours),
      informative('verify_cache_ratio', 'of a hash', ratios(ours, peer)),
      informative('verify_cache_hash_per_core', '1/s', peer),
      informative('grant_cache_apply', 'µs', cached),
      informative('grant_cache_apply_uncached', 'µs', uncached),
    ];
  },
};

/** As a node that is well has it for hours. */
function heldLease(): Lease {
  const lease = new Lease(systemClock, positionAt(0));
  const terms = { stalenessMs: 3_600_000, staleAllowanceMs: 0 };
  lease.granted({ nonce: lease.ask(), ledgerId: 'bench', position: positionAt(0), terms });
  return lease;
}

/** Microseconds for each look at a lease. */
function leaseCheckCost(isHeld: () => boolean): Promise<number> {
  const startedAt = performance.now();
  for (let count = 0; count < CHECKS; count++) if (!isHeld()) throw new Error('the lease ran out');
  return Promise.resolve(((performance.now() - startedAt) * 1000) / CHECKS);
}

/** By processor time, the collector's included: a core, whatever else the machine does. */
async function perCoreSecond(
  headers: readonly Buffer[],
  verify: (secret: string) => Promise<boolean> | boolean,
): Promise<number> {
  const before = process.cpuUsage();
  for (let count = 0; count < VERIFIES; count++) {
    const secret = headers[count % headers.length]?.toString('latin1', 7) ?? '';
    if (!(await verify(secret))) throw new Error('a good key was refused');
  }
  const { user, system } = process.cpuUsage(before);
  return VERIFIES / ((user + system) / 1e6);
}

/** Microseconds for each event of keys that are cached here, or are not. */
function applyCost(cache: GrantCache, keyIds: readonly string[]): Promise<number> {
  const attempts: Attempt[] = Array.from({ length: EVENTS }, (_, count) => pause(keyIds[count % keyIds.length] ?? ''));
  let position: number = cache.applied;
  const startedAt = performance.now();
  for (const attempt of attempts) {
    position += 1;
    cache.apply(positionAt(position), attempt);
    cache.advance(positionAt(position));
  }
  return Promise.resolve(((performance.now() - startedAt) * 1000) / EVENTS);
}
