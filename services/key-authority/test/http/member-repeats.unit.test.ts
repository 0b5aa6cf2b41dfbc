import { beforeEach, expect, test } from 'vitest';
import { type MemberCalls, memberCalls } from '../support/member-calls.ts';
import { startTestApi } from '../support/test-api.ts';

/** The Idempotency-Key of every call that is repeated. */
const once = { headers: { 'idempotency-key': 'one' } };

let { put, remove, added, list } = {} as MemberCalls;

beforeEach(async () => {
  const api = await startTestApi();
  ({ put, remove, added, list } = memberCalls(api, await api.organization('acme')));
  return () => api.stop();
});

test('a repeat of an addition finds the member, however it has changed', async () => {
  const first = await put('ada', 'driver', once);
  await put('ada', 'operator');
  expect(await put('ada', 'driver', once)).toMatchObject({
    status: 201,
    body: { id: first.body['id'], role: 'operator', version: 2 },
  });
  await remove(first.body['id']);
  expect((await put('ada', 'driver', once)).body).toMatchObject({ state: 'removed', version: 3 });
  expect((await put('ada', 'owner', once)).body).toMatchObject({ code: 'idempotency_key_reused' });
});

test('a repeat of a change does not bring back who was removed', async () => {
  const id = await added('ada', 'driver');
  await put('ada', 'operator', once);
  await remove(id);
  expect(await put('ada', 'operator', once)).toMatchObject({ status: 200, body: { id, state: 'removed' } });
  expect(await list()).toEqual(['ada operator removed']);
});

test('a repeat of a change does not change who came back', async () => {
  const id = await added('ada', 'driver');
  await put('ada', 'administrator', once);
  await remove(id);
  await added('ada', 'driver');
  expect(await put('ada', 'administrator', once)).toMatchObject({ status: 200, body: { id, state: 'removed' } });
  expect((await put('ada', 'owner', once)).body).toMatchObject({ code: 'idempotency_key_reused' });
  await remove((await put('ada', 'operator')).body['id']);
  await added('ada', 'operator');
  expect(await put('ada', 'administrator', once)).toMatchObject({ status: 200, body: { id, state: 'removed' } });
  expect(await list('?state=active')).toEqual(['ada operator active']);
});

test('a repeat of a removal removes once', async () => {
  const id = await added('ada', 'driver');
  await remove(id, once);
  expect(await remove(id, once)).toMatchObject({ status: 200, body: { version: 2 } });
  expect(await remove(id, once, '?reason=other')).toMatchObject({ body: { code: 'idempotency_key_reused' } });
});
