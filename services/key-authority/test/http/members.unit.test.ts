import { beforeEach, describe, expect, test } from 'vitest';
import { type MemberCalls, memberCalls } from '../support/member-calls.ts';
import { type Json, type TestApi, startTestApi } from '../support/test-api.ts';
import { TestFreshness } from '../support/test-freshness.ts';

let api: TestApi;
let freshness: TestFreshness;
let acme: string;
let globex: string;
let { put, remove, added, list } = {} as MemberCalls;

beforeEach(async () => {
  freshness = new TestFreshness();
  freshness.reached();
  api = await startTestApi({}, { freshness });
  acme = await api.organization('acme');
  globex = await api.organization('globex');
  ({ put, remove, added, list } = memberCalls(api, acme));
  return () => api.stop();
});

async function events(): Promise<string[]> {
  const { items } = (await api.call('GET', '/v1/ledger/events?limit=100')).body as { items: { type: string }[] };
  return items.map(({ type }) => type).filter((type) => type.startsWith('member.'));
}

describe('a member', () => {
  test('is added, listed, found, given another role and removed, and all of that stays visible', async () => {
    await added('bob', 'owner');
    const created = await put('ada', 'administrator', {}, { reason: 'joined' });
    const { id } = created.body;
    expect(created).toMatchObject({
      status: 201,
      headers: { location: `/v1/organizations/${acme}/members/${String(id)}` },
      body: { organization_id: acme, subject: 'ada', role: 'administrator', state: 'active', version: 1 },
    });
    expect(created.body).toMatchObject({ created_by: { subject: 'bootstrap', kind: 'bootstrap' }, effective_by: null });
    const changed = await put('ada', 'operator', {}, { reason: 'moved' });
    expect(changed).toMatchObject({ status: 200, body: { id, role: 'operator', version: 2, applied: 'everywhere' } });
    expect(await remove(id, {}, '?reason=left')).toMatchObject({
      status: 200,
      body: { id, state: 'removed', version: 3 },
    });

    expect(await list()).toEqual(['ada operator removed', 'bob owner active']);
    expect(await list('?state=active')).toEqual(['bob owner active']);
    expect(await list('?state=removed&limit=1')).toEqual(['ada operator removed']);
    const url = `/v1/organizations/${acme}/members/${String(id)}`;
    expect((await api.call('GET', url)).body).toMatchObject({ id, state: 'removed' });
    const { items } = (await api.call('GET', `${url}/history`)).body as { items: Json[] };
    expect(items).toMatchObject([
      { type: 'member.removed', reason: 'left', organization_id: acme, actor: { kind: 'bootstrap' }, changes: {} },
      { type: 'member.role_changed', reason: 'moved', changes: { role: 'operator' } },
      { type: 'member.added', reason: 'joined', changes: { subject: 'ada', role: 'administrator' } },
    ]);
  });

  test('that is added or removed again is as it was, without an event', async () => {
    const id = await added('ada', 'driver');
    expect(await put('ada', 'driver')).toMatchObject({ status: 200, body: { id, version: 1 } });
    expect((await remove(id)).status).toBe(200);
    expect(await remove(id)).toMatchObject({ status: 200, body: { state: 'removed', version: 2 } });
    expect(await events()).toEqual(['member.added', 'member.removed']);
  });

  test('who comes back is another one, and the first one stays removed', async () => {
    const first = await added('ada', 'driver');
    await remove(first);
    expect(await added('ada', 'operator')).not.toBe(first);
    expect(await list()).toEqual(['ada operator active', 'ada driver removed']);
  });

  test('may be one of several organizations', async () => {
    await added('ada', 'driver');
    expect((await put('ada', 'owner', { organization: globex })).status).toBe(201);
    expect(api.directory.memberships('ada').map(({ state }) => [state.organizationId, state.role])).toEqual([
      [acme, 'driver'],
      [globex, 'owner'],
    ]);
  });

  test('cannot sign in by its subject or id', async () => {
    const id = await added('ada-ada-ada-ada-ada-ada-ada-ada-ada', 'owner');
    for (const token of [id, 'ada-ada-ada-ada-ada-ada-ada-ada-ada']) {
      expect((await api.call('GET', '/v1/me', { token })).status).toBe(401);
    }
  });
});

test('an organization that has owners keeps one', async () => {
  const ada = await added('ada', 'owner');
  const last = { status: 409, body: { code: 'last_owner' } };
  expect(await remove(ada)).toMatchObject(last);
  expect(await put('ada', 'administrator')).toMatchObject(last);
  const bob = await added('bob', 'owner');
  expect((await remove(ada)).status).toBe(200);
  expect(await remove(bob)).toMatchObject(last);
});

describe('nobody gives a role above their own, nor takes one from who has it', () => {
  const denied = { status: 403, body: { code: 'permission_denied' } };

  test('an administrator', async () => {
    const token = await api.token(acme, 'administrator');
    const owner = await added('ada', 'owner');
    await added('eve', 'owner');
    const ownersToken = (await api.call('GET', `/v1/organizations/${acme}/tokens`, { token })).status;
    expect(ownersToken).toBe(200);
    expect(await put('bob', 'owner', { token })).toMatchObject(denied);
    expect(await put('ada', 'driver', { token })).toMatchObject(denied);
    expect(await remove(owner, { token })).toMatchObject(denied);
    for (const role of ['administrator', 'operator', 'driver'])
      expect((await put(role, role, { token })).status).toBe(201);
    expect((await put('administrator', 'driver', { token })).status).toBe(200);
  });

  test('an administrator with tokens', async () => {
    const token = await api.token(acme, 'administrator');
    const url = `/v1/organizations/${acme}/tokens`;
    const { body: owners } = await api.call('POST', url, { body: { name: 'a', role: 'owner' } });
    expect(await api.call('POST', url, { token, body: { name: 'a', role: 'owner' } })).toMatchObject(denied);
    expect(await api.call('DELETE', `${url}/${String(owners['id'])}`, { token })).toMatchObject(denied);
    expect((await api.call('POST', url, { token, body: { name: 'a', role: 'administrator' } })).status).toBe(201);
  });

  test('an owner', async () => {
    const token = await api.token(acme, 'owner');
    expect((await put('ada', 'owner', { token })).status).toBe(201);
    for (const role of ['service', 'platform']) expect(await put(role, role, { token })).toMatchObject(denied);
    const platform = await added('root', 'platform');
    expect(await remove(platform, { token })).toMatchObject(denied);
    expect(await put('root', 'driver', { token })).toMatchObject(denied);
  });

  test.each(['operator', 'driver', 'service'])('who is %s may do nothing about members', async (role) => {
    const token = await api.token(acme, role);
    const id = await added('ada', 'driver');
    const answers = [put('bob', 'driver', { token }), remove(id, { token })];
    for (const path of ['', `/${id}`, `/${id}/history`]) {
      answers.push(api.call('GET', `/v1/organizations/${acme}/members${path}`, { token }));
    }
    for (const answer of await Promise.all(answers)) expect(answer).toMatchObject(denied);
  });
});

test("another organization's members are answered as if there were none", async () => {
  const token = await api.token(globex, 'owner');
  const id = await added('ada', 'driver');
  const paths = [`/v1/organizations/${acme}/members`, `/v1/organizations/${globex}/members/${id}`];
  const answers = [
    put('bob', 'driver', { token }),
    remove(id, { token }),
    remove(id, { token, organization: globex }),
    ...[...paths, `${String(paths[1])}/history`].map((path) => api.call('GET', path, { token })),
  ];
  for (const answer of await Promise.all(answers)) {
    expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
  }
});

test.each([
  ['', 'driver', 'subject'],
  [' ada', 'driver', 'subject'],
  ['a\nb', 'driver', 'subject'],
  ['a'.repeat(256), 'driver', 'subject'],
  ['ada', 'king', 'role'],
])('the subject %j and the role %j are not valid', async (subject, role, field) => {
  const answer = await put(subject, role);
  expect(answer).toMatchObject({ status: 422, body: { code: 'validation_failed', errors: [{ field }] } });
});

test('removing a member, or giving one less, is answered when it has taken effect everywhere', async () => {
  const [ada, bob] = [await added('ada', 'operator'), await added('bob', 'driver')];
  freshness.reached(await api.ledger.end());
  const late = { headers: { prefer: 'wait=0' } };
  expect(await put('bob', 'operator', late)).toMatchObject({ status: 200, body: { effective_by: null } });
  expect(await put('bob', 'driver', late)).toMatchObject({ status: 202, body: { applied: 'ledger' } });
  expect(await remove(ada, late)).toMatchObject({ status: 202, body: { applied: 'ledger', state: 'removed' } });
  expect(await remove(ada, late), 'that it is removed does not say that all know').toMatchObject({ status: 202 });
  const known = await remove(bob, {}, '?wait_for=ledger');
  expect(known).toMatchObject({ status: 200, body: { applied: 'ledger', effective_within_ms: 6_250 } });
  freshness.reached();
  expect(await remove(ada, late)).toMatchObject({ status: 200, body: { applied: 'everywhere' } });
});
