import { PLAIN_REQUEST, positionAt } from '@keyledger/domain';
import { Fault, type Verification, type Verifier, type VerifyRequest } from '@keyledger/ports';
import { CachingVerifier, GrantCache } from '../../src/index.ts';
import { ManualVerifier, clock, timers } from './manual-verifier.ts';

/** A caching verifier before an authority that the test answers for. */
export function setUp(floor = 0, aroundMiss = (asking: Verifier): Verifier => asking) {
  const inner = new ManualVerifier();
  const cache = new GrantCache();
  cache.restart(positionAt(floor));
  const lease = { held: true, isHeld: () => lease.held };
  const verifier = new CachingVerifier({ inner, cache, lease, environment: 'live', clock, timers, aroundMiss });
  const verify = (changes: Partial<VerifyRequest> = {}) =>
    verifier.verify({ ...PLAIN_REQUEST, secret: 's', ...changes });
  return { inner, cache, lease, verify };
}

/** What a request comes to, whether that is an answer or a fault. */
export const outcome = (verification: Promise<Verification>): Promise<string> =>
  verification.then(
    ({ reasonCode }) => reasonCode || 'allowed',
    (error: unknown) => (error instanceof Fault ? error.code : String(error)),
  );

/** Whether it is, after all that needs no I/O. */
export const settled = async (promise: Promise<unknown>): Promise<boolean> => {
  const pending = Symbol('pending');
  const turn = new Promise((resolve) => setImmediate(() => resolve(pending)));
  return (await Promise.race([promise, turn])) !== pending;
};
