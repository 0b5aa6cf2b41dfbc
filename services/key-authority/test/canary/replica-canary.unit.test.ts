import { DEFAULT_PROFILE, positionAt } from '@keyledger/domain';
import { type Verifier, systemClock } from '@keyledger/ports';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EverywhereWaits } from '../../src/application/freshness.ts';
import { KeyCommands } from '../../src/application/key-commands.ts';
import type { CanarySubject } from '../../src/canary/canary.ts';
import { replicaCanary } from '../../src/canary/replica-canary.ts';
import { TestFreshness } from '../support/test-freshness.ts';
import { type TestAuthority, startTestAuthority } from '../support/test-authority.ts';

let running: TestAuthority;
let freshness: TestFreshness;
const never = new AbortController().signal;

beforeEach(async () => {
  freshness = new TestFreshness();
  running = await startTestAuthority({ freshness, maxKeysPerOrganization: 1 });
});

afterEach(() => running.stop());

function subject(
  verifier: Verifier = running.authority.verifier,
  everywhere: EverywhereWaits = freshness.everywhere,
): CanarySubject {
  const { authority, digestKeys: digester, clock, directory } = running;
  const common = { directory, digester, clock, profile: () => DEFAULT_PROFILE, environment: 'live' };
  const keys = new KeyCommands({ ...common, log: authority.log, maxKeysPerOrganization: Infinity });
  const { organizations } = authority;
  return replicaCanary({ ...common, organizations, keys, verifier, everywhere, isReady: () => true });
}

const inAWhile = (): number => systemClock.wall() + 365 * 24 * 60 * 60 * 1000;

test('all canaries of an environment share one organization, whoever makes it', async () => {
  const [first, second] = await Promise.all([subject().organization(), subject().organization()]);
  expect(second).toBe(first);
  expect(await subject().organization()).toBe(first);
  expect(running.directory.organization(first)?.state).toMatchObject({ slug: 'keyledger-canary-live' });
});

test('a key is allowed from its creation and refused from its revocation', async () => {
  const canary = subject();
  const { id, secret } = await canary.create(await canary.organization(), inAWhile());
  expect(await canary.isAllowed(secret)).toBe(true);
  await canary.revoke(id);
  expect(await canary.isAllowed(secret)).toBe(false);
});

test('the limit of keys that an organization can hold does not end it', async () => {
  const canary = subject();
  const organization = await canary.organization();
  await canary.create(organization, inAWhile());
  await expect(canary.create(organization, inAWhile())).resolves.toMatchObject({
    secret: expect.any(String) as string,
  });
});

test('it waits for everywhere as long as is promised and a little more, until it is told to stop', async () => {
  const canary = subject();
  const { id } = await canary.create(await canary.organization(), inAWhile());
  const position = await canary.revoke(id);
  // A lease that was granted before the ledger's bound was lowered lasts longer than that.
  freshness.bound = 75_000;
  const waiting = canary.everywhere(position, never);
  expect(freshness.waits).toEqual([75_000 + 10_000]);
  freshness.reached(position);
  expect(await waiting).toBe('everywhere');
});

test.each([
  ['some minutes at the most, and does not know then, where the bound is longer', 15 * 3_600_000, 300_000, 'not yet'],
  ['no longer than the bound, and calls it too late then', 75_000, 85_000, 'too late'],
])('it waits for everywhere %s', async (_, bound, waited, outcome) => {
  const waits: number[] = [];
  const everywhere: EverywhereWaits = {
    remainingMs: () => bound,
    until: (_position, deadlineMs) => {
      waits.push(deadlineMs);
      return Promise.resolve(false);
    },
  };
  expect(await subject(undefined, everywhere).everywhere(positionAt(1), never)).toBe(outcome);
  expect(waits).toEqual([waited]);
});
