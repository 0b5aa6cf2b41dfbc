import { positionAt } from '@keyledger/domain';
import { beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_WAIT_MS, MAX_WAIT_MS } from '../../src/application/effects.ts';
import { DEFAULT_ADMIN_LIMITS } from '../../src/http/options.ts';
import type { Answer, CallOptions, Json } from '../support/test-api.ts';
import { type WaitingApi, startWaitingApi } from '../support/waiting-api.ts';

let { api, freshness, stopping, acme, keyId } = {} as WaitingApi;

beforeEach(async () => {
  ({ api, freshness, stopping, acme, keyId } = await startWaitingApi());
  return () => api.stop();
});

const revoke = (options: CallOptions = {}): Promise<Answer> => api.call('POST', `/v1/keys/${keyId}/revoke`, options);
const prefer = (value: string): CallOptions => ({ headers: { prefer: value } });
const appliedOf = ({ status, body: { applied, effective_by, effective_within_ms } }: Answer): unknown[] => [
  status,
  applied,
  effective_by,
  effective_within_ms,
];

const EVERYWHERE = [200, 'everywhere', '2026-11-22T20:00:00.000Z', 0];
/** The bound is 6.25 seconds. */
const LATE = [202, 'ledger', '2026-11-22T20:00:06.250Z', 6_250];
const LEDGER = [200, 'ledger', '2026-11-22T20:00:06.250Z', 6_250];
const NOTHING_TAKEN = [200, 'ledger', null, null];

describe('a command that takes authority away', () => {
  interface Taking {
    readonly method: 'POST' | 'PATCH' | 'DELETE';
    readonly url: string;
    readonly options?: CallOptions;
  }
  const commands: readonly [name: string, make: () => Taking | Promise<Taking>][] = [
    ...['revoke', 'pause', 'finish-rotation'].map(
      (verb) => [verb, () => ({ method: 'POST', url: `/v1/keys/${keyId}/${verb}` })] as [string, () => Taking],
    ),
    [
      'rotate at once',
      () => ({ method: 'POST', url: `/v1/keys/${keyId}/rotate`, options: { body: { overlap: 'PT0S' } } }),
    ],
    [
      'fewer scopes',
      () => ({
        method: 'PATCH',
        url: `/v1/keys/${keyId}`,
        options: { body: { scopes: ['a'] }, headers: { 'if-match': '"1"' } },
      }),
    ],
    ['organization pause', () => ({ method: 'POST', url: `/v1/organizations/${acme}/pause` })],
    [
      'fewer routes',
      () => ({ method: 'PATCH', url: `/v1/organizations/${acme}`, options: { body: { routes: ['a'] } } }),
    ],
    [
      'token revocation',
      async () => {
        const path = `/v1/organizations/${acme}/tokens`;
        const { body } = await api.call('POST', path, { body: { name: 'a', role: 'operator' } });
        return { method: 'DELETE', url: `${path}/${String(body['id'])}` };
      },
    ],
  ];

  test.each(commands)('answers when it has taken effect everywhere: %s', async (_, make) => {
    const { method, url, options = {} } = await make();
    const answering = api.call(method, url, options);
    await expect.poll(() => freshness.waiting).toBe(1);
    freshness.reached();
    expect(appliedOf(await answering)).toEqual(EVERYWHERE);
    expect(freshness.waits).toEqual([15_000]);
  });

  test.each(commands)('says what is true when that takes longer than the caller waits: %s', async (_, make) => {
    const { method, url, options = {} } = await make();
    const answer = await api.call(method, url, { ...options, headers: { ...options.headers, prefer: 'wait=0' } });
    expect(appliedOf(answer)).toEqual(LATE);
    expect(answer.headers['preference-applied']).toBe('wait=0');
  });

  test.each(commands)('does not wait where the ledger is enough: %s', async (_, make) => {
    const { method, url, options = {} } = await make();
    const body = { ...(options.body as Json | undefined), wait_for: 'ledger' };
    const answer = await api.call(method, url, { ...options, body, headers: { ...options.headers, prefer: 'wait=5' } });
    expect(appliedOf(answer)).toEqual(LEDGER);
    expect(answer.headers).not.toHaveProperty('preference-applied');
    expect(freshness.waits).toEqual([]);
  });
});

test('a token can be revoked with wait_for in the query', async () => {
  const path = `/v1/organizations/${acme}/tokens`;
  const { body } = await api.call('POST', path, { body: { name: 'a', role: 'operator' } });
  expect(appliedOf(await api.call('DELETE', `${path}/${String(body['id'])}?wait_for=ledger`))).toEqual(LEDGER);
});

test('what takes nothing away waits for nothing, whatever the caller prefers', async () => {
  await api.call('POST', `/v1/keys/${keyId}/pause`, { body: { wait_for: 'ledger' } });
  for (const answer of [
    await api.call('POST', `/v1/keys/${keyId}/resume`, prefer('wait=5')),
    await api.call('POST', `/v1/keys/${keyId}/rotate`, prefer('wait=5')),
    await api.call('POST', `/v1/organizations/${acme}/resume`, prefer('wait=5')),
    await api.call('PATCH', `/v1/keys/${keyId}`, {
      body: { scopes: ['c', 'b', 'a'] },
      headers: { 'if-match': '"4"', prefer: 'wait=5' },
    }),
  ]) {
    expect(appliedOf(answer)).toEqual(NOTHING_TAKEN);
    expect(answer.headers).not.toHaveProperty('preference-applied');
  }
  expect(freshness.waits).toEqual([]);
});

test('a key that is revoked already is not said to be so everywhere from the state alone', async () => {
  const late = prefer('wait=0');
  const first = await revoke(late);
  const again = await revoke(late);
  expect([appliedOf(first), appliedOf(again)]).toEqual([LATE, LATE]);
  expect(again.body['position']).toBe(first.body['position']);
  freshness.reached();
  expect(appliedOf(await revoke(late))).toEqual(EVERYWHERE);
});

test('a repeat waits again, and says everywhere when it is', async () => {
  const repeat = (wait: string) => revoke({ headers: { 'idempotency-key': 'one', prefer: `wait=${wait}` } });
  const first = await repeat('0');
  expect(appliedOf(first)).toEqual(LATE);
  const answering = repeat('5');
  await expect.poll(() => freshness.waiting).toBe(1);
  freshness.reached(positionAt(await api.ledger.end()));
  const again = await answering;
  expect(appliedOf(again)).toEqual(EVERYWHERE);
  expect([again.body['position'], again.body['version']]).toEqual([first.body['position'], first.body['version']]);
});

test('the caller says how long to wait, no longer than is offered; what it says badly is ignored', async () => {
  stopping.abort();
  for (const [value, waitMs, taken] of [
    ['wait=3', 3_000, 'wait=3'],
    ['wait=3600', MAX_WAIT_MS, 'wait=60'],
    ['wait=soon', DEFAULT_WAIT_MS, undefined],
  ] as const) {
    const answer = await revoke({ headers: { prefer: value } });
    expect(freshness.waits.at(-1)).toBe(waitMs);
    expect([answer.status, answer.headers['preference-applied']]).toEqual([202, taken]);
  }
});

test('the longest wait is shorter than a connection may be silent', () => {
  expect(DEFAULT_ADMIN_LIMITS.connectionTimeoutMs).toBeGreaterThan(1.5 * MAX_WAIT_MS);
});
