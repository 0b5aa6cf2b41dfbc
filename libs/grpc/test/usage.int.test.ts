import { Fault, type UsageBatch, type UsageSink, silentLogger } from '@keyledger/ports';
import { expect, test } from 'vitest';
import { GrpcUsageSink, createUsageService } from '../src/index.ts';
import { startServer, token, whenOver } from './kit/servers.ts';

const BATCH: UsageBatch = {
  node: 'ab'.repeat(16),
  sequence: 1,
  usage: [],
  security: [{ minute: 60_000, reason: 'invalid_key', source: '', keyId: '', organizationId: '', count: 2 }],
};
const NEVER = new AbortController().signal;

class Kept implements UsageSink {
  readonly batches: UsageBatch[] = [];
  answer = (): Promise<void> => Promise.resolve();

  take(batch: UsageBatch): Promise<void> {
    this.batches.push(batch);
    return this.answer();
  }
}

const start = (kept: Kept) => startServer([createUsageService(kept)]);
const sinkOf = (...endpoints: readonly string[]) =>
  whenOver(new GrpcUsageSink({ endpoints, token, logger: silentLogger }), (one) => one.close());

test('a batch over gRPC comes to the authority as it was', async () => {
  const kept = new Kept();
  await sinkOf((await start(kept)).endpoint).take(BATCH, NEVER);
  expect(kept.batches).toEqual([BATCH]);
});

test('a batch that one authority does not take is given to the next', async () => {
  const [broken, kept] = [new Kept(), new Kept()];
  broken.answer = () => Promise.reject(new Fault('internal', 'No room.'));
  const gone = await start(new Kept());
  await gone.kill();
  await sinkOf(gone.endpoint, (await start(broken)).endpoint, (await start(kept)).endpoint).take(BATCH, NEVER);
  expect(kept.batches).toEqual([BATCH]);
});

test('where none takes it, the fault says why', async () => {
  const gone = await start(new Kept());
  await gone.kill();
  await expect(sinkOf(gone.endpoint).take(BATCH, NEVER)).rejects.toMatchObject({ code: 'ledger_unavailable' });
});

test('giving up ends the call', async () => {
  const kept = new Kept();
  const asked = Promise.withResolvers<void>();
  kept.answer = () => {
    asked.resolve();
    return new Promise(() => undefined);
  };
  const giveUp = new AbortController();
  const taking = sinkOf((await start(kept)).endpoint).take(BATCH, giveUp.signal);
  await asked.promise;
  giveUp.abort();
  await expect(taking).rejects.toBeInstanceOf(Fault);
});
