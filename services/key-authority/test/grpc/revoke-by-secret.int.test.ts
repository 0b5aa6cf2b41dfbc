import { PLAIN_REQUEST } from '@keyledger/domain';
import { RevokeBySecretQueue } from '@keyledger/grpc';
import { Fault, silentLogger } from '@keyledger/ports';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { unknownKey } from '../../../../test/kit/keys.ts';
import { type TestApi, startTestApi } from '../support/test-api.ts';
import { NODE_TOKEN } from '../support/test-authority.ts';
import { type TestGrpc, startTestGrpc } from '../support/test-grpc.ts';

const OK = '0';
const UNAVAILABLE = '14';

let api: TestApi;
let acme: string;
let secret: string;
let grpc: TestGrpc;
/** The status of the answer, and after how many milliseconds it came. */
let revoke: (token: string) => Promise<{ status: string; afterMs: number }>;

beforeEach(async () => {
  api = await startTestApi();
  acme = await api.organization('acme');
  ({ secret } = await api.key(acme));
  grpc = await startTestGrpc(api);
  revoke = async (token) => {
    const startedAt = performance.now();
    const request = { secret, clientAddress: '192.0.2.1' };
    const { status } = await grpc.call('RevokeBySecret', request, token);
    return { status, afterMs: performance.now() - startedAt };
  };
  return async () => {
    await grpc.stop();
    await api.stop();
  };
});

const reasonCode = async (): Promise<string> =>
  (await api.authority.verifier.verify({ ...PLAIN_REQUEST, secret })).reasonCode;

describe('revoke-by-secret over gRPC', () => {
  test('tells a node whether the ledger has it, so that the node can ask again', async () => {
    api.ledger.failWith(new Fault('ledger_unavailable', 'away'));
    expect((await revoke(NODE_TOKEN)).status).toBe(UNAVAILABLE);
    expect(api.authority.revokeBySecret.waiting, 'it is the node that keeps it').toBe(0);
    api.ledger.failWith(null);
    expect(await reasonCode()).toBe('');
    expect((await revoke(NODE_TOKEN)).status).toBe(OK);
    expect(await reasonCode()).toBe('revoked_key');
  });

  test('tells one who may not verify every key nothing, as at a public door', async () => {
    const token = await api.token(acme, 'administrator');
    api.ledger.failWith(new Fault('ledger_unavailable', 'away'));
    const answer = await revoke(token);
    expect(answer.status).toBe(OK);
    expect(answer.afterMs).toBeGreaterThan(490);
    api.ledger.failWith(null);
    await expect.poll(reasonCode).toBe('revoked_key');
  });

  test('of forged secrets costs next to nothing: a whole queue of them does not keep a leaked one out', async () => {
    const options = { endpoints: [grpc.endpoint], token: () => NODE_TOKEN, logger: silentLogger };
    const queue = new RevokeBySecretQueue(options);
    onTestFinished(() => queue.close(0));
    const takeForged = (net: number) => queue.tryEnqueue(unknownKey(), `2001:db8:0:${net.toString(16)}::1`);
    for (let n = 0; n < 1_000; n++) takeForged(n % 50);
    expect(queue.tryEnqueue(secret, '192.0.2.1'), 'it is full').toBe(false);
    // At half a second each, eight at once, this would take a minute.
    await expect.poll(() => queue.size).toBe(0);
    expect(queue.tryEnqueue(secret, '192.0.2.1')).toBe(true);
    await expect.poll(reasonCode).toBe('revoked_key');
  });
});
