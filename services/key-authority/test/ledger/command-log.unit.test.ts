import {
  type Attempt,
  COMMAND_MEMORY,
  type CommandId,
  ID_RANDOM_BYTES,
  type KeyDigest,
  type LedgerEvent,
  type OrganizationId,
  makeKeyId,
  makeOrganizationId,
  positionAt,
} from '@keyledger/domain';
import { Fault } from '@keyledger/ports';
import { encodeAttempt } from '@keyledger/wire';
import { beforeEach, expect, test, vi } from 'vitest';
import { type Answer, type TestApi, startTestApi } from '../support/test-api.ts';

let api: TestApi;
let acme: OrganizationId;
let keyId: string;
let others = 0;

beforeEach(async () => {
  api = await startTestApi();
  acme = (await api.organization('acme')) as OrganizationId;
  keyId = (await api.key(acme)).id;
  return () => api.stop();
});

/** What another replica writes, of which this one has not read yet. */
async function otherReplica(event: LedgerEvent, expectedVersion: number | null, aggregateId = keyId): Promise<void> {
  const name = (others += 1).toString(16).padStart(64, '0');
  const attempt: Attempt = {
    commandId: name as CommandId,
    fingerprint: name,
    aggregateId,
    expectedVersion,
    occurredAt: api.clock.now,
    actor: { subject: 'other', kind: 'system', address: '' },
    reason: '',
    event,
  };
  await api.ledger.append({ key: new Uint8Array(), value: encodeAttempt(attempt) });
}

const RANDOM = new Uint8Array(ID_RANDOM_BYTES).fill(7);
const keyCreated = (organizationId: OrganizationId): LedgerEvent => ({
  type: 'key.created',
  organizationId,
  name: 'a key',
  kind: 'secret',
  environment: 'live',
  holder: 'organization',
  scopes: [],
  restrictions: { ips: [], origins: [] },
  tier: null,
  limits: null,
  metadata: {},
  expiresAt: null,
  secret: {
    digest: 'f'.repeat(64) as KeyDigest,
    digestKeyId: 'first',
    prefix: 'kl_sk_live_',
    last4: 'abcd',
    publicKey: null,
  },
});

const command = (verb: string, body = {}) => api.call('POST', `/v1/keys/${keyId}/${verb}`, { body });
const history = async (): Promise<unknown[]> => {
  const { body } = await api.call('GET', `/v1/keys/${keyId}/history?limit=100`);
  return (body['items'] as { type: string }[]).map(({ type }) => type).reverse();
};
const written = (more: number) => async (): Promise<boolean> => (await api.ledger.end()) >= positionAt(start + more);
let start = 0;
const held = async (): Promise<() => void> => {
  start = await api.ledger.end();
  return api.ledger.hold();
};

/** Sends a command that is decided while the ledger is held, or wants to know its end first. */
async function decidedWhileHeld(release: () => void, send: () => Promise<Answer>): Promise<Answer> {
  const end = vi.spyOn(api.ledger, 'end');
  let answered = false;
  const answer = send().finally(() => (answered = true));
  await expect.poll(() => answered || end.mock.calls.length > 0).toBe(true);
  release();
  return answer;
}

test('a command that was accepted is not done again, although more followed than the key remembers', async () => {
  const release = await held();
  const answer = command('rotate', { overlap: 'PT0S' });
  await expect.poll(written(1)).toBe(true);
  const events = Array.from({ length: COMMAND_MEMORY + 1 }, (_, index) =>
    index % 2 === 0 ? 'key.paused' : 'key.resumed',
  );
  for (const [index, type] of events.entries()) await otherReplica({ type }, index + 2);
  release();
  const { status, body } = await answer;
  expect([status, body['secret'], body['position']]).toEqual([
    200,
    expect.any(String),
    expect.stringMatching(`-${String(start + 1)}$`),
  ]);
  expect(await history()).toEqual(['key.created', 'key.rotated', ...events]);
});

test('a pause is not answered as done from a state that the ledger has left', async () => {
  await command('pause');
  const release = await held();
  await otherReplica({ type: 'key.resumed' }, 2);
  expect((await decidedWhileHeld(release, () => command('pause'))).body['state']).toBe('paused');
  expect(await history()).toEqual(['key.created', 'key.paused', 'key.resumed', 'key.paused']);
});

test('a command is not refused because of a state that the ledger has left', async () => {
  await command('pause');
  const release = await held();
  await otherReplica({ type: 'key.resumed' }, 2);
  expect((await decidedWhileHeld(release, () => command('rotate'))).status).toBe(200);
});

test('what another replica has made is not answered as missing', async () => {
  const organization = makeOrganizationId(api.clock.now, RANDOM);
  const fields = {
    name: 'globex',
    slug: 'globex',
    routes: ['*'],
    environments: ['live'],
    tier: 'default',
    limits: null,
    demo: false,
  };
  let release = await held();
  await otherReplica({ type: 'organization.created', ...fields }, 0, organization);
  const path = `/v1/organizations/${organization}`;
  const create = () => api.call('POST', `${path}/keys`, { body: { name: 'a key' } });
  expect((await decidedWhileHeld(release, create)).status).toBe(201);

  release = await held();
  keyId = makeKeyId(api.clock.now, RANDOM);
  await otherReplica(keyCreated(acme), 0);
  expect(await decidedWhileHeld(release, () => command('revoke'))).toMatchObject({ status: 200, body: { version: 2 } });
});

test('where the end of the ledger cannot be learnt, nothing is said to be done or refused', async () => {
  await command('pause');
  api.ledger.failWith(new Fault('ledger_unavailable', 'The ledger cannot be reached.'));
  for (const verb of ['pause', 'rotate']) {
    expect(await command(verb)).toMatchObject({ status: 503, body: { code: 'ledger_unavailable' } });
  }
});
