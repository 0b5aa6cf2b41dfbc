import type { LedgerEvent } from '@keyledger/domain';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { writtenElsewhere } from '../support/elsewhere.ts';
import { type Answer, type TestApi, startTestApi } from '../support/test-api.ts';

const MAX_KEYS = 2;

let api: TestApi;
let acme: string;
let manager: Awaited<ReturnType<TestApi['key']>>;
let other: Awaited<ReturnType<TestApi['key']>>;

beforeEach(async () => {
  api = await startTestApi({}, { maxKeysPerOrganization: MAX_KEYS });
  acme = await api.organization('acme');
  manager = await api.key(acme, { scopes: ['keys.manage', 'read'] });
  other = await api.key(acme, { scopes: ['read'] });
  return () => api.stop();
});

const unknown = { status: 401, body: { code: 'unauthenticated' } };
const denied = { status: 403, body: { code: 'permission_denied' } };

/** Reads what another replica wrote once a command has found that it must. */
async function readOnceAsked(read: () => Promise<void>, asked: () => Promise<Answer>): Promise<Answer> {
  const end = vi.spyOn(api.ledger, 'end');
  const answer = asked();
  await expect.poll(() => end.mock.calls.length).toBeGreaterThan(0);
  await read();
  return answer;
}

const TAKEN: [string, LedgerEvent, object][] = [
  ['been revoked', { type: 'key.revoked' }, unknown],
  ['been paused', { type: 'key.paused' }, unknown],
  ['expired', { type: 'key.updated', changes: { expiresAt: 1 } }, unknown],
  ['lost the scope', { type: 'key.updated', changes: { scopes: ['read'] } }, denied],
];

describe.each(TAKEN)('a managing key that has %s at another replica', (_, event, refusal) => {
  test.each(['rotate', 'pause'])('does nothing more where its command is decided anew: %s', async (verb) => {
    const reads = [
      await writtenElsewhere(api, manager.id, 1, event),
      await writtenElsewhere(api, other.id, 1, { type: 'key.updated', changes: { name: 'changed' } }),
    ];
    const { size } = api.ledger;
    const asked = api.call('POST', `/v1/keys/${other.id}/${verb}`, { token: manager.secret });
    await expect.poll(() => api.ledger.size).toBe(size + 1);
    await Promise.all(reads.map((read) => read()));
    expect(await asked).toMatchObject(refusal);
    expect((await api.call('GET', `/v1/keys/${other.id}`)).body).toMatchObject({ version: 2, state: 'active' });
  });

  test('makes no key where that is decided anew', async () => {
    const read = await writtenElsewhere(api, manager.id, 1, event);
    // There is no room, which has to be known by the latest state.
    const body = { name: 'made', scopes: ['read'] };
    const create = () => api.call('POST', `/v1/organizations/${acme}/keys`, { token: manager.secret, body });
    expect(await readOnceAsked(read, create)).toMatchObject(refusal);
  });
});

test('a managing key whose organization has been paused at another replica does nothing more', async () => {
  await api.call('POST', `/v1/keys/${other.id}/pause`);
  const read = await writtenElsewhere(api, acme, 1, { type: 'organization.paused' });
  // It cannot be rotated, which has to be known by the latest state.
  const rotate = () => api.call('POST', `/v1/keys/${other.id}/rotate`, { token: manager.secret });
  expect(await readOnceAsked(read, rotate)).toMatchObject(unknown);
});

test('a managing key may end itself', async () => {
  const end = () => api.call('POST', `/v1/keys/${manager.id}/revoke`, { token: manager.secret });
  expect(await end()).toMatchObject({ status: 200, body: { state: 'revoked' } });
  expect(await end()).toMatchObject(unknown);
});
