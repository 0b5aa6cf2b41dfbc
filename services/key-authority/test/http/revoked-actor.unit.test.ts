import type { LedgerEvent } from '@keyledger/domain';
import { Fault } from '@keyledger/ports';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { writtenElsewhere } from '../support/elsewhere.ts';
import { type Answer, type Json, type TestApi, startTestApi } from '../support/test-api.ts';

interface Credential {
  readonly id: string;
  readonly secret: string;
}
type Change = readonly [id: string, event: LedgerEvent];

let api: TestApi;
let acme: string;
let target: Credential;
/** Paused by an operator. */
let stopped: Credential;

beforeEach(async () => {
  api = await startTestApi();
  acme = await api.organization('acme');
  target = await api.key(acme, { scopes: ['read'] });
  stopped = await api.key(acme, { scopes: ['read'] });
  await api.call('POST', `/v1/keys/${stopped.id}/pause`);
  return () => api.stop();
});

const unknown = { status: 401, body: { code: 'unauthenticated' } };
const denied = { status: 403, body: { code: 'permission_denied' } };

async function token(role = 'owner'): Promise<Credential> {
  const { body } = await api.call('POST', `/v1/organizations/${acme}/tokens`, { body: { name: role, role } });
  return { id: String(body['id']), secret: String(body['secret']) };
}
const manager = (): Promise<Credential> => api.key(acme, { scopes: ['keys.manage', 'read'] });
const resume = ({ secret }: Credential): Promise<Answer> =>
  api.call('POST', `/v1/keys/${stopped.id}/resume`, { token: secret });

/** The history of everything: what was accepted, in order. */
async function history(): Promise<unknown[]> {
  const { body } = await api.call('GET', '/v1/ledger/events?limit=100');
  return (body['items'] as Json[]).map(({ type, id }) => [id, type]);
}

const written = (size: number) => expect.poll(() => api.ledger.size).toBe(size);
const elsewhere = ([id, event]: Change, later = 0): Promise<() => Promise<void>> =>
  writtenElsewhere(api, id, (api.directory.aggregate(id)?.version ?? 0) + later, event);

/** Sends a command that is let in and written while this replica has not read yet what stands before it in the log. */
async function sentBehind(changes: readonly Change[], send: () => Promise<Answer>): Promise<Answer> {
  const reads = [];
  for (const [index, change] of changes.entries()) reads.push(await elsewhere(change, index));
  const { size } = api.ledger;
  const asked = send();
  await written(size + 1);
  await Promise.all(reads.map((read) => read()));
  return asked;
}

type Method = Parameters<TestApi['call']>[0];
const inAcme = (path: string) => (): string => `/v1/organizations/${acme}${path}`;
const onTarget = (path: string) => (): string => `/v1/keys/${target.id}${path}`;
const COMMANDS: [string, string, Method, () => string, unknown][] = [
  ['makes no key', 'owner', 'POST', inAcme('/keys'), { name: 'made' }],
  ['changes no key', 'owner', 'PATCH', onTarget(''), { name: 'changed' }],
  ['resumes no key', 'owner', 'POST', () => `/v1/keys/${stopped.id}/resume`, {}],
  ['rotates no key', 'owner', 'POST', onTarget('/rotate'), {}],
  ['makes no token', 'owner', 'POST', inAcme('/tokens'), { name: 'made', role: 'owner' }],
  ['adds no member', 'owner', 'POST', inAcme('/members'), { subject: 'ada', role: 'owner' }],
  ['makes no organization', 'platform', 'POST', () => '/v1/organizations', { name: 'made', slug: 'made' }],
  ['pauses no organization', 'platform', 'POST', inAcme('/pause'), {}],
  ['does not change the ledger', 'platform', 'PATCH', () => '/v1/ledger', { max_hold_ms: 60_000 }],
];

describe('a token whose revocation stands in the log before its command', () => {
  test.each(COMMANDS)('%s, and is told so', async (_, role, method, path, body) => {
    const { id, secret } = await token(role);
    const before = await history();
    const headers = method === 'PATCH' && path() !== '/v1/ledger' ? { 'if-match': '"1"' } : {};
    const send = () => api.call(method, path(), { token: secret, body, headers });
    expect(await sentBehind([[id, { type: 'token.revoked' }]], send)).toMatchObject(unknown);
    expect(await history()).toEqual([...before, [id, 'token.revoked']]);
  });

  test.each([
    ['pause', 'key.paused'],
    ['revoke', 'key.revoked'],
  ])('may still take a key away (%s), as every node has done by then', async (verb, type) => {
    const { id, secret } = await token();
    const before = await history();
    const send = () => api.call('POST', onTarget(`/${verb}`)(), { token: secret });
    expect(await sentBehind([[id, { type: 'token.revoked' }]], send)).toMatchObject({ status: 200 });
    expect(await history()).toEqual([...before, [id, 'token.revoked'], [target.id, type]]);
  });
});

const TAKEN: [string, (id: string) => Change, object][] = [
  ['revocation', (id) => [id, { type: 'key.revoked' }], unknown],
  ['pause', (id) => [id, { type: 'key.paused' }], unknown],
  ['loss of the scope', (id) => [id, { type: 'key.updated', changes: { scopes: ['read'] } }], denied],
  ['pause of its organization', () => [acme, { type: 'organization.paused' }], unknown],
];

test.each(TAKEN)('a managing key whose %s stands in the log before its command does nothing', async (_, taken, why) => {
  const by = await manager();
  const change = taken(by.id);
  const before = await history();
  expect(await sentBehind([change], () => resume(by))).toMatchObject(why);
  expect(await history()).toEqual([...before, [change[0], change[1].type]]);
});

describe('a managing key that is resumed acts again', () => {
  test('where that stands before its command', async () => {
    const by = await manager();
    const changes: Change[] = [
      [by.id, { type: 'key.paused' }],
      [by.id, { type: 'key.resumed' }],
    ];
    expect(await sentBehind(changes, () => resume(by))).toMatchObject({ status: 200, body: { state: 'active' } });
  });

  test('where that stands behind what was void: it is decided anew, and done once', async () => {
    const by = await manager();
    const read = await elsewhere([by.id, { type: 'key.paused' }]);
    const { size } = api.ledger;
    const asked = resume(by);
    await written(size + 1);
    const readAll = await elsewhere([by.id, { type: 'key.resumed' }], 1);
    await Promise.all([read(), readAll()]);
    expect(await asked).toMatchObject({ status: 200, body: { state: 'active', version: 3 } });
  });
});

describe('what a token asked for before its revocation', () => {
  test('is done, and answered as done', async () => {
    const by = await token();
    const release = api.ledger.hold();
    const { size } = api.ledger;
    const asked = resume(by);
    await written(size + 1);
    const read = await elsewhere([by.id, { type: 'token.revoked' }]);
    release();
    await read();
    expect(await asked).toMatchObject({ status: 200, body: { state: 'active' } });
  });

  test('is not answered as done where somebody else did it afterwards', async () => {
    const by = await token();
    const changes: Change[] = [
      [by.id, { type: 'token.revoked' }],
      [stopped.id, { type: 'key.resumed' }],
    ];
    const reads = [await elsewhere(changes[0] as Change), await elsewhere(changes[1] as Change)];
    const { size } = api.ledger;
    const asked = resume(by);
    await written(size + 1);
    await Promise.all(reads.map((read) => read()));
    expect(await asked).toMatchObject(unknown);
  });
});

describe('where the fate of an earlier copy of the command is not known', () => {
  const sentTwice = (by: Credential): Promise<Answer> => {
    const lost = new Fault('outcome_unknown', 'lost on its way');
    vi.spyOn(api.ledger, 'append').mockRejectedValueOnce(lost);
    return resume(by);
  };

  test('a token that was revoked is told that it may not: whenever the copy lands, it is void', async () => {
    const by = await token();
    expect(await sentBehind([[by.id, { type: 'token.revoked' }]], () => sentTwice(by))).toMatchObject(unknown);
  });

  test('a key that is paused is not told that nothing was done: once it is resumed, the copy may be', async () => {
    const by = await manager();
    const told = await sentBehind([[by.id, { type: 'key.paused' }]], () => sentTwice(by));
    expect(told).toMatchObject({ status: 503, body: { code: 'outcome_unknown' } });
  });

  test('nor is one that was resumed and has expired since: the log knows no clock', async () => {
    const by = await manager();
    const reads = [await elsewhere([by.id, { type: 'key.paused' }])];
    const { size } = api.ledger;
    const asked = sentTwice(by);
    await written(size + 1);
    const expiresAt = api.clock.now + 100;
    reads.push(await elsewhere([by.id, { type: 'key.resumed' }], 1));
    reads.push(await elsewhere([by.id, { type: 'key.updated', changes: { expiresAt } }], 2));
    api.clock.now = expiresAt + 1;
    await Promise.all(reads.map((read) => read()));
    expect(await asked).toMatchObject({ status: 503, body: { code: 'outcome_unknown' } });
  });
});

test('a token and a key may end themselves', async () => {
  const [one, other] = [await token(), await manager()];
  const ended = await api.call('DELETE', inAcme(`/tokens/${one.id}`)(), { token: one.secret });
  expect(ended.status).toBe(200);
  const revoked = await api.call('POST', `/v1/keys/${other.id}/revoke`, { token: other.secret });
  expect(revoked).toMatchObject({ status: 200, body: { state: 'revoked' } });
  for (const by of [one, other]) expect(await resume(by)).toMatchObject(unknown);
});
