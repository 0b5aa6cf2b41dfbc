import type { Attempt, CommandId, LedgerPosition } from '@keyledger/domain';
import { Fault } from '@keyledger/ports';
import { decodeRecord, encodeAttempt } from '@keyledger/wire';
import { beforeEach, expect, test, vi } from 'vitest';
import { type TestApi, startTestApi } from '../support/test-api.ts';

const PATIENCE_MS = 30_000;

let api: TestApi;
let keyId: string;

beforeEach(async () => {
  api = await startTestApi({}, { commandTimeoutMs: PATIENCE_MS });
  keyId = (await api.key(await api.organization('acme'))).id;
  return () => api.stop();
});

const command = (verb: string, idempotencyKey?: string) =>
  api.call(
    'POST',
    `/v1/keys/${keyId}/${verb}`,
    idempotencyKey ? { headers: { 'idempotency-key': idempotencyKey } } : {},
  );

/** What is appended lands, and no acknowledgement comes back; as the patience of commands ends. */
function loseAcknowledgements(): () => void {
  const append = api.ledger.append.bind(api.ledger);
  const lost = vi.spyOn(api.ledger, 'append').mockImplementation(async (entry) => {
    await append(entry);
    api.clock.now += PATIENCE_MS;
    throw new Fault('outcome_unknown', 'no acknowledgement');
  });
  return () => lost.mockRestore();
}

/** What is appended from now on: of no-ops, their compaction key. */
function watchAppends(): string[] {
  const append = api.ledger.append.bind(api.ledger);
  const seen: string[] = [];
  vi.spyOn(api.ledger, 'append').mockImplementation((entry) => {
    const { kind } = decodeRecord(entry.value);
    seen.push(kind === 'noop' ? `noop under ${Buffer.from(entry.key).toString()}` : kind);
    return append(entry);
  });
  return seen;
}

/** Another replica does this to the key, and this one has read it. */
async function otherReplica(type: 'key.paused' | 'key.resumed', expectedVersion: number): Promise<LedgerPosition> {
  const id = String(expectedVersion).padStart(64, '0');
  const attempt: Attempt = {
    commandId: id as CommandId,
    fingerprint: id,
    aggregateId: keyId,
    expectedVersion,
    occurredAt: api.clock.now,
    actor: { subject: 'other', kind: 'system', address: '' },
    reason: '',
    event: { type },
  };
  const position = await api.ledger.append({ key: Buffer.from(id), value: encodeAttempt(attempt) });
  await api.projector.waitFor(position, 30_000);
  return position;
}

test('a repeat is not answered as done before the ledger has acknowledged something at or behind it', async () => {
  const restore = loseAcknowledgements();
  for (const _ of ['first', 'repeat']) {
    expect(await command('revoke', 'once')).toMatchObject({ status: 503, body: { code: 'outcome_unknown' } });
  }
  restore();
  const appended = watchAppends();
  expect(await command('revoke', 'once')).toMatchObject({ status: 200, body: { version: 2 } });
  expect(appended).toEqual(['noop under noop']);
  expect((await command('revoke', 'once')).status).toBe(200);
  expect(appended).toHaveLength(1);
});

test('that nothing has to change is answered after a write, however well it was known', async () => {
  await otherReplica('key.paused', 1);
  const appended = watchAppends();
  for (const _ of ['first', 'second']) expect((await command('pause')).status).toBe(200);
  expect(appended).toEqual(['noop under noop', 'noop under noop']);
});

test('that nothing has to change is not said from an old end, which a deposed leader tells', async () => {
  expect((await command('pause')).status).toBe(200);
  const oldEnd = await api.ledger.end();
  const end = vi.spyOn(api.ledger, 'end').mockResolvedValue(oldEnd);
  const release = api.ledger.hold();
  const { size } = api.ledger;
  const resumed = otherReplica('key.resumed', 2);
  await expect.poll(() => api.ledger.size).toBe(size + 1);
  const again = command('pause');
  // It writes, and waits until it has read that.
  await expect.poll(() => api.ledger.size).toBe(size + 2);
  release();
  await resumed;
  expect(await again).toMatchObject({ status: 200, body: { version: 4, state: 'paused' } });
  end.mockRestore();
});

test('what this replica was told is written needs no other proof', async () => {
  const appended = watchAppends();
  for (const _ of ['first', 'repeat']) expect((await command('pause', 'once')).status).toBe(200);
  expect(appended).toEqual(['attempt']);
});

test('many who wait for a proof at once share it', async () => {
  await otherReplica('key.paused', 1);
  const appended = watchAppends();
  const answers = await Promise.all(Array.from({ length: 50 }, () => command('pause')));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(appended.length).toBeLessThanOrEqual(2);
});

test('where nothing can be written, nobody is told that nothing has to change', async () => {
  expect((await command('pause', 'once')).status).toBe(200);
  await otherReplica('key.resumed', 2);
  const end = vi.spyOn(api.ledger, 'end').mockResolvedValue(api.projector.applied);
  vi.spyOn(api.ledger, 'append').mockRejectedValue(new Fault('ledger_unavailable', 'not reached'));
  expect(await command('resume')).toMatchObject({ status: 503, body: { code: 'ledger_unavailable' } });
  expect(end).toHaveBeenCalled();
  expect((await command('pause', 'once')).status).toBe(200);
});
