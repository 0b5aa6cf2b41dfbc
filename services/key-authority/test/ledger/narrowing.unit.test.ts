import { COMMAND_MEMORY } from '@keyledger/domain';
import type { Principal } from '@keyledger/ports';
import { beforeEach, expect, test } from 'vitest';
import type { Caller } from '../../src/application/caller.ts';
import type { KeyCommands } from '../../src/application/key-commands.ts';
import type { Outcome } from '../../src/ledger/command-log.ts';
import { type TestAuthority, startTestAuthority } from '../support/test-authority.ts';

const principal: Principal = { subject: 'ada', kind: 'user', role: 'platform', organizationId: null };
const caller = (idempotencyKey: string | null = null): Caller => ({
  principal,
  address: '',
  idempotencyKey,
  reason: '',
});

let started: TestAuthority;
let keys: KeyCommands;
let acme: string;
let keyId: string;

beforeEach(async () => {
  started = await startTestAuthority();
  ({ keys } = started.authority);
  acme = (await started.authority.organizations.create(caller(), { name: 'Acme', slug: 'acme' })).aggregateId;
  keyId = (await keys.create(caller(), acme, { name: 'a key', scopes: ['a', 'b'] })).aggregateId;
  return () => started.stop();
});

/** What a command comes to, and the same sent again under the same key. A secret, which is told once, is left out. */
async function twice(command: (by: Caller) => Promise<Outcome>): Promise<{ first: Outcome; again: Outcome }> {
  const by = caller(String(await started.ledger.end()));
  return { first: { ...(await command(by)), secret: null } as Outcome, again: await command(by) };
}

test('what takes authority away says so, and where; a repeat says the same', async () => {
  const { tokens, organizations } = started.authority;
  const { aggregateId: tokenId } = await tokens.create(caller(), acme, { name: 'a token', role: 'operator' });
  for (const command of [
    (by: Caller) => keys.update(by, keyId, 1, { scopes: ['a'] }),
    (by: Caller) => keys.rotate(by, keyId, 0),
    (by: Caller) => keys.pause(by, keyId),
    (by: Caller) => keys.revoke(by, keyId),
    (by: Caller) => tokens.revoke(by, acme, tokenId),
    (by: Caller) => organizations.update(by, acme, null, { routes: ['a'] }),
    (by: Caller) => organizations.pause(by, acme),
  ]) {
    const { first, again } = await twice(command);
    expect(first.narrows).toBe(true);
    expect({ ...again, secret: null }).toEqual(first);
  }
});

test('what takes nothing away says so, and a repeat says the same', async () => {
  const { organizations } = started.authority;
  await keys.pause(caller(), keyId);
  for (const command of [
    (by: Caller) => keys.create(by, acme, { name: 'another' }),
    (by: Caller) => keys.resume(by, keyId),
    (by: Caller) => keys.update(by, keyId, 3, { name: 'other', metadata: { a: 'b' } }),
    (by: Caller) => keys.rotate(by, keyId, 60_000),
    (by: Caller) => organizations.update(by, acme, null, { name: 'other' }),
    (by: Caller) => organizations.resume(by, acme),
  ]) {
    const { first, again } = await twice(command);
    expect(first.narrows).toBe(false);
    expect({ ...again, secret: null }).toEqual(first);
  }
});

test('a change that only widens takes nothing away; of its repeat that is not known any more', async () => {
  const { first, again } = await twice((by) => keys.update(by, keyId, 1, { scopes: ['a', 'b', 'c'] }));
  expect([first.narrows, again.narrows]).toEqual([false, true]);
  expect(again.position).toBe(first.position);
});

test('where nothing has to change, the command still takes authority away, by what did so before', async () => {
  const { tokens, organizations } = started.authority;
  const { aggregateId: tokenId } = await tokens.create(caller(), acme, { name: 'a token', role: 'operator' });
  await keys.rotate(caller(), keyId, 60_000);
  for (const command of [
    () => keys.finishRotation(caller(), keyId),
    () => keys.pause(caller(), keyId),
    () => keys.revoke(caller(), keyId),
    () => tokens.revoke(caller(), acme, tokenId),
    () => organizations.pause(caller(), acme),
  ]) {
    const first = await command();
    // Others go on meanwhile, and what stands is no later for that.
    await keys.create(caller(), acme, { name: 'another' });
    const again = await command();
    expect(again).toEqual(first);
    expect(again.narrows).toBe(true);
  }
});

test('a repeat that the key has forgotten is a new command, and takes authority away as any', async () => {
  const { position } = await keys.pause(caller('one'), keyId);
  for (let round = 0; round <= COMMAND_MEMORY / 2; round++) {
    await keys.resume(caller(), keyId);
    await keys.pause(caller(), keyId);
  }
  const again = await keys.pause(caller('one'), keyId);
  expect(again.narrows).toBe(true);
  expect(again.position).toBeGreaterThan(position);
});
