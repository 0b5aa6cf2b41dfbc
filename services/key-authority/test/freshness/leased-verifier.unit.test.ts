import { Directory } from '@keyledger/directory';
import { DEFAULT_PROFILE, PLAIN_REQUEST, positionAt } from '@keyledger/domain';
import { Fault, type Verification, type Verifier } from '@keyledger/ports';
import { expect, test } from 'vitest';
import { createAuthenticate } from '../../src/access/authenticate.ts';
import type { LeaseGate } from '../../src/application/freshness.ts';
import { LeasedVerifier } from '../../src/freshness/leased-verifier.ts';
import { TestClock } from '../support/test-authority.ts';

/** A lease that is not held until the test says so; whoever waits is told, or told that it takes too long. */
function gate() {
  const waiting: PromiseWithResolvers<void>[] = [];
  const state = { isHeld: false, waiting };
  const lease: LeaseGate = {
    isHeld: () => state.isHeld,
    held: () => {
      const wait = Promise.withResolvers<void>();
      waiting.push(wait);
      return wait.promise;
    },
  };
  return { state, lease };
}

const late = new Fault('digest_key_unavailable', 'no lease');

test('a verdict is read only under a lease, and after it was seen', async () => {
  const { state, lease } = gate();
  const read: string[] = [];
  const answer: Verification = { reasonCode: '', grant: null, position: positionAt(3) };
  const inner = {
    verify: async () => {
      read.push(state.isHeld ? 'held' : 'not held');
      return answer;
    },
  };
  const asked = new LeasedVerifier(inner, lease).verify({ ...PLAIN_REQUEST, secret: 's' });
  expect(read).toEqual([]);
  // Held for a moment, and over again before it could be used: asked for once more.
  state.waiting[0]?.resolve();
  await Promise.resolve();
  await Promise.resolve();
  expect(read).toEqual([]);
  state.isHeld = true;
  state.waiting[1]?.resolve();
  expect(await asked).toBe(answer);
  expect(read).toEqual(['held']);
});

test('a verify that gets no lease in time fails', async () => {
  const { state, lease } = gate();
  const inner = { verify: () => Promise.reject(new Error('not to be asked')) };
  const asked = new LeasedVerifier(inner, lease).verify({ ...PLAIN_REQUEST, secret: 's' });
  state.waiting[0]?.reject(late);
  await expect(asked).rejects.toBe(late);
});

test('a token is known only under a lease; what the process was given needs none', async () => {
  const { state, lease } = gate();
  const authenticate = authenticator(lease, { verify: async () => UNKNOWN });
  expect(authenticate('admin', SOMEWHERE)).toMatchObject({ role: 'bootstrap' });
  expect(authenticate('node', SOMEWHERE)).toMatchObject({ role: 'service' });
  const refused = authenticate('a token of the ledger', SOMEWHERE);
  state.waiting[0]?.reject(late);
  await expect(refused).rejects.toMatchObject({ code: 'not_caught_up' });
  const unknown = authenticate('a token of the ledger', SOMEWHERE);
  state.isHeld = true;
  state.waiting[1]?.resolve();
  await expect(unknown).rejects.toMatchObject({ code: 'unauthenticated' });
});

const SOMEWHERE = { address: '192.0.2.7', origin: '' };
const UNKNOWN: Verification = { reasonCode: 'malformed_token', grant: null, position: positionAt(3) };
const authenticator = (lease: LeaseGate, verifier: Verifier) =>
  createAuthenticate({
    directory: new Directory(),
    clock: new TestClock(),
    bootstrap: { admin: 'admin', node: 'node' },
    lease,
    verifier,
    profile: () => DEFAULT_PROFILE,
  });
