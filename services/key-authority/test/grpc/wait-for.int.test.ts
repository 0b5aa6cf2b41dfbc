import { beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_WAIT_MS } from '../../src/application/effects.ts';
import { type GrpcAnswer, type LifecycleMethod, callLifecycle } from '../support/grpc-call.ts';
import { ADMIN_TOKEN } from '../support/test-authority.ts';
import { type TestGrpc, startTestGrpc } from '../support/test-grpc.ts';
import { type WaitingApi, startWaitingApi } from '../support/waiting-api.ts';

let { api, freshness, stopping, acme, keyId } = {} as WaitingApi;
let grpc: TestGrpc;

beforeEach(async () => {
  ({ api, freshness, stopping, acme, keyId } = await startWaitingApi());
  grpc = await startTestGrpc(api);
  return async () => {
    await grpc.stop();
    await api.stop();
  };
});

const call = (method: LifecycleMethod, request: object, deadlineMs?: number) =>
  callLifecycle(grpc.session, ADMIN_TOKEN, method, request, deadlineMs);
const revoke = (options: object = {}, deadlineMs?: number) => call('RevokeKey', { id: keyId, options }, deadlineMs);
const waiting = (count: number) => expect.poll(() => freshness.waiting).toBe(count);

const NOW = { seconds: Date.parse('2026-11-22T20:00:00.000Z') / 1000, nanos: 0 };
const BOUND = { seconds: NOW.seconds + 6, nanos: 250_000_000 };
const appliedOf = ({ status, message }: GrpcAnswer): unknown => {
  const { position: _position, ...applied } = message['applied'] as Record<string, unknown>;
  return { status, ...applied };
};
const EVERYWHERE = { status: '0', applied: 'everywhere', effectiveBy: NOW, effectiveWithinMs: 0 };
const BOUNDED = { status: '0', applied: 'ledger', effectiveBy: BOUND, effectiveWithinMs: 6_250 };
const NOTHING_TAKEN = { status: '0', applied: 'ledger', effectiveBy: null, effectiveWithinMs: 0 };

describe('a command that takes authority away', () => {
  const commands: readonly [LifecycleMethod, () => object][] = [
    ['RevokeKey', () => ({ id: keyId })],
    ['PauseKey', () => ({ id: keyId })],
    ['FinishRotation', () => ({ id: keyId })],
    ['RotateKey', () => ({ id: keyId, overlap: { seconds: 0, nanos: 0 } })],
    ['UpdateKey', () => ({ id: keyId, version: 1, scopes: { names: ['a'] } })],
    ['PauseOrganization', () => ({ id: acme })],
    ['UpdateOrganization', () => ({ id: acme, routes: { names: ['a'] } })],
  ];

  test.each(commands)('answers when it has taken effect everywhere: %s', async (method, request) => {
    const { answer } = call(method, request());
    await waiting(1);
    freshness.reached();
    expect(appliedOf(await answer)).toEqual(EVERYWHERE);
    expect(freshness.waits).toEqual([DEFAULT_WAIT_MS]);
  });

  test.each(commands)('does not wait where the ledger is enough: %s', async (method, request) => {
    const answer = await call(method, { ...request(), options: { waitFor: 'ledger' } }).answer;
    expect(appliedOf(answer)).toEqual(BOUNDED);
    expect(freshness.waits).toEqual([]);
  });
});

test('what takes nothing away waits for nothing', async () => {
  for (const [method, request] of [
    ['ResumeKey', { id: keyId }],
    ['RotateKey', { id: keyId }],
    ['UpdateKey', { id: keyId, version: 2, name: 'other' }],
    ['ResumeOrganization', { id: acme }],
  ] as const) {
    expect(appliedOf(await call(method, request).answer)).toEqual(NOTHING_TAKEN);
  }
  expect(freshness.waits).toEqual([]);
});

test("the answer comes before the caller's deadline, with what is true", async () => {
  const deadlineMs = 10_000;
  const { answer } = revoke({}, deadlineMs);
  await waiting(1);
  const [waits = 0] = freshness.waits;
  expect(waits).toBeGreaterThan(0);
  expect(waits).toBeLessThan(deadlineMs);
  freshness.giveUp();
  expect(appliedOf(await answer)).toEqual(BOUNDED);
});

test('a caller with a longer deadline is answered by then as any', async () => {
  const { answer } = revoke({}, 100_000);
  await waiting(1);
  freshness.reached();
  await answer;
  expect(freshness.waits).toEqual([DEFAULT_WAIT_MS]);
});

test('a call that is cancelled while it waits loses nothing: a repeat says everywhere', async () => {
  const options = { idempotencyKey: 'one' };
  const first = revoke(options);
  await waiting(1);
  first.cancel();
  await waiting(0);
  expect((await api.call('GET', `/v1/keys/${keyId}`)).body).toMatchObject({ state: 'revoked', version: 2 });

  const again = revoke(options);
  await waiting(1);
  freshness.reached(await api.ledger.end());
  const answer = await again.answer;
  expect(appliedOf(answer)).toEqual(EVERYWHERE);
  expect(answer.message['key']).toMatchObject({ state: 'revoked', version: 2 });
});

test('a process that stops answers those who wait at once, with what is true', async () => {
  const { answer } = revoke();
  await waiting(1);
  stopping.abort();
  const stopped = grpc.server.stop(5_000);
  expect(appliedOf(await answer)).toEqual(BOUNDED);
  grpc.session.close();
  await stopped;
});
