import { Fault, type UsageBatch, type UsageSink, silentLogger, systemClock } from '@keyledger/ports';
import { afterEach, expect, test } from 'vitest';
import { UsageRecorder } from '../src/index.ts';

const NEVER_MS = 3_600_000;
const SAMPLE = {
  keyId: 'key_a',
  organizationId: 'org_a',
  route: '',
  scopes: [],
  status: 200,
  country: '',
  durationMs: 1,
  bytesIn: 0,
  bytesOut: 0,
  admitted: true,
};

/** Keeps what it takes while it is not down. */
class TestSink implements UsageSink {
  down = false;
  readonly asked: UsageBatch[] = [];
  readonly taken: UsageBatch[] = [];

  take(batch: UsageBatch): Promise<void> {
    this.asked.push(batch);
    if (this.down) return Promise.reject(new Fault('ledger_unavailable', 'Not now.'));
    this.taken.push(batch);
    return Promise.resolve();
  }
}

const sink = new TestSink();
let recorder: UsageRecorder;

function start(options: { readonly maxRows?: number } = {}): void {
  sink.down = false;
  sink.asked.length = 0;
  sink.taken.length = 0;
  recorder = new UsageRecorder({ sink, flushMs: NEVER_MS, clock: systemClock, logger: silentLogger, ...options });
}

afterEach(() => recorder.close(0));

const requests = (batches: readonly UsageBatch[]): number =>
  batches.flatMap(({ usage }) => usage).reduce((sum, row) => sum + row.requests, 0);

test('each batch has the next number, and nothing is sent where nothing was counted', async () => {
  start();
  await recorder.flush();
  recorder.answered(SAMPLE);
  await recorder.flush();
  recorder.incident({ reason: 'invalid_key', clientAddress: '192.0.2.1', keyId: '', organizationId: '' });
  await recorder.flush();
  expect(sink.taken.map(({ sequence }) => sequence)).toEqual([1, 2]);
  expect(new Set(sink.taken.map(({ node }) => node)).size).toBe(1);
  expect(sink.taken[0]?.node).toMatch(/^[0-9a-f]{32}$/);
});

test('a batch that was not taken comes again as it was, with what came since behind it', async () => {
  start();
  sink.down = true;
  recorder.answered(SAMPLE);
  await recorder.flush();
  recorder.answered(SAMPLE);
  await recorder.flush();
  expect(sink.asked[1]).toBe(sink.asked[0]);
  expect(recorder.failing).toBe(true);
  sink.down = false;
  await recorder.flush();
  await recorder.flush();
  expect(sink.taken.map(({ sequence }) => sequence)).toEqual([1, 2]);
  expect(requests(sink.taken)).toBe(2);
  expect(recorder.failing).toBe(false);
});

test('while nobody takes anything, memory stays bounded and no count is lost', async () => {
  start({ maxRows: 10 });
  sink.down = true;
  for (let n = 0; n < 1_000; n++) {
    recorder.answered({ ...SAMPLE, keyId: `key_${String(n)}` });
    if (n % 100 === 0) await recorder.flush();
  }
  expect(recorder.waiting).toBeLessThanOrEqual(22);
  sink.down = false;
  await recorder.flush();
  await recorder.flush();
  expect(requests(sink.taken)).toBe(1_000);
});

test('a stop hands on what was counted while the last batch was under way', async () => {
  start();
  recorder.answered(SAMPLE);
  const under = recorder.flush();
  recorder.answered(SAMPLE);
  await recorder.close();
  await under;
  expect(requests(sink.taken)).toBe(2);
});

test('a sink that never answers does not keep the process from its stop, which says what is lost', async () => {
  const warnings: object[] = [];
  const logger = { ...silentLogger, warn: (fields: object) => void warnings.push(fields) };
  const deaf: UsageSink = { take: () => new Promise(() => undefined) };
  recorder = new UsageRecorder({ sink: deaf, flushMs: NEVER_MS, clock: systemClock, logger });
  recorder.answered(SAMPLE);
  await recorder.close(10);
  expect(warnings).toEqual([{ code: 'ledger_unavailable' }, { rows: 1 }]);
});
