import { status } from '@grpc/grpc-js';
import { BEFORE_FIRST, positionAt } from '@keyledger/domain';
import { Fault, type FollowFrom, type LedgerBatch, type LedgerFollower, silentLogger } from '@keyledger/ports';
import { type LedgerFeedHandlers, ledgerFeedDefinition } from '@keyledger/proto';
import { describe, expect, test } from 'vitest';
import { createFeedFollower, createFeedService } from '../src/index.ts';
import { AUTHORIZED, readToEnd } from './kit/calls.ts';
import { NO_LEASES } from './kit/leases.ts';
import { MemoryLedger } from './kit/memory-ledger.ts';
import { type RunningServer, rawClient, startServer, token, whenOver } from './kit/servers.ts';
import { until } from './kit/until.ts';

const serve = (follower: LedgerFollower, port = 0): Promise<RunningServer> =>
  startServer([createFeedService({ follower, ...NO_LEASES })], { port });

const textsUpTo = (end: number): string[] => Array.from({ length: end + 1 }, (_, index) => `record ${String(index)}`);

/** What a follower over the feed has read so far. */
class Reading {
  readonly positions: number[] = [];
  readonly texts: string[] = [];
  readonly batches: LedgerBatch[] = [];
  readonly #abort = new AbortController();
  readonly ended: Promise<unknown>;

  constructor(endpoints: readonly string[], from: FollowFrom) {
    const follower = createFeedFollower({ endpoints, token, logger: silentLogger });
    this.ended = this.#read(follower.follow(from, this.#abort.signal)).catch((error: unknown) => error);
  }

  async #read(batches: AsyncIterable<LedgerBatch>): Promise<void> {
    for await (const batch of batches) {
      this.batches.push(batch);
      for (const { position, value } of batch.records) {
        this.positions.push(position);
        this.texts.push(new TextDecoder().decode(value));
      }
    }
  }

  get upTo(): number {
    return this.batches.at(-1)?.upTo ?? -2;
  }

  async reaches(position: number): Promise<void> {
    await until(`read up to ${String(position)}`, () => this.upTo >= position);
  }

  async stop(): Promise<unknown> {
    this.#abort.abort();
    return this.ended;
  }
}

const read = (endpoints: readonly string[], from: FollowFrom): Reading =>
  whenOver(new Reading(endpoints, from), (one) => one.stop());

describe('a follower over the feed', () => {
  test('reads every record from a position on, byte for byte, and each new one', async () => {
    const ledger = new MemoryLedger();
    ledger.append(...textsUpTo(24));
    const { endpoint } = await serve(ledger);
    const reading = read([endpoint], positionAt(5));
    await reading.reaches(24);
    ledger.append('record 25');
    await reading.reaches(25);
    expect(reading.texts).toEqual(textsUpTo(25).slice(5));
  });

  test('goes on after a restart without a gap or a repeat', async () => {
    const ledger = new MemoryLedger();
    let server = await serve(ledger);
    const { port } = server;
    const reading = read([server.endpoint], positionAt(0));
    for (let round = 1; round <= 4; round++) {
      for (let index = 0; index < 30; index++) ledger.append(`record ${String(ledger.end + 1)}`);
      if (round % 2 === 0) await reading.reaches(ledger.end - 15);
      await server.kill();
      ledger.append(`record ${String(ledger.end + 1)}`);
      server = await serve(ledger, port);
    }
    await reading.reaches(ledger.end);
    expect(reading.texts).toEqual(textsUpTo(ledger.end));
  });

  test('that began at the end misses nothing written while it was cut off', async () => {
    const ledger = new MemoryLedger();
    ledger.append(...textsUpTo(9));
    const first = await serve(ledger);
    const second = await serve(ledger);
    const reading = read([first.endpoint, second.endpoint], 'end');
    await reading.reaches(9);
    expect(reading.batches).toEqual([{ records: [], upTo: 9 }]);
    ledger.append('record 10');
    await first.kill();
    ledger.append('record 11');
    await reading.reaches(11);
    expect(reading.texts).toEqual(['record 10', 'record 11']);
  });

  test('is told where the end of an empty ledger is, without a record', async () => {
    const reading = read([(await serve(new MemoryLedger())).endpoint], 'end');
    await reading.reaches(BEFORE_FIRST);
    expect(reading.batches).toEqual([{ records: [], upTo: BEFORE_FIRST }]);
  });

  test('gets batches larger than a message in several, each saying how far it reaches', async () => {
    const ledger = new MemoryLedger(1000);
    for (let index = 0; index < 40; index++) ledger.append(new Uint8Array(256 * 1024).fill(index));
    const reading = read([(await serve(ledger)).endpoint], positionAt(0));
    await reading.reaches(39);
    expect(reading.positions).toEqual(Array.from({ length: 40 }, (_, index) => index));
    expect(reading.batches.length).toBeGreaterThan(5);
    for (const { records, upTo } of reading.batches) expect(records.at(-1)?.position).toBe(upTo);
  });

  test('ends by the fault where the ledger no longer holds what was read', async () => {
    const follow = (): AsyncIterable<LedgerBatch> => {
      throw new Fault('ledger_corrupt', 'The ledger begins behind this position.');
    };
    const reading = read([(await serve({ follow })).endpoint], positionAt(3));
    expect(await reading.ended).toMatchObject({ name: 'Fault', code: 'ledger_corrupt' });
  });

  test('takes no record twice from an authority that sends one again', async () => {
    const answers = [[1, 2], [2, 3], [3]];
    const starts: unknown[] = [];
    const handlers: Pick<LedgerFeedHandlers, 'Follow'> = {
      Follow: (call) => {
        starts.push(call.request.fromPosition);
        const positions = answers.shift() ?? [];
        const records = positions.map((position) => ({ position, value: new Uint8Array() }));
        if (records.length > 0) call.write({ records, upToPosition: positions.at(-1) ?? -1 });
        if (answers.length > 0) setImmediate(() => call.end());
      },
    };
    const { endpoint } = await startServer([{ definition: ledgerFeedDefinition, implement: () => handlers }]);
    const reading = read([endpoint], positionAt(1));
    await reading.reaches(3);
    expect(reading.positions).toEqual([1, 2, 3]);
    expect(starts).toEqual([1, 3, 3]);
  });

  test('ends when it is aborted, connected or not', async () => {
    const server = await serve(new MemoryLedger());
    const connected = read([server.endpoint], 'end');
    await connected.reaches(BEFORE_FIRST);
    expect(await connected.stop()).toBeUndefined();
    await server.kill();
    expect(await read([server.endpoint], 'end').stop()).toBeUndefined();
  });
});

describe('the feed', () => {
  const { path, requestSerialize, responseDeserialize } = ledgerFeedDefinition.Follow;
  const open = (endpoint: string, fromPosition: number | string) =>
    rawClient(endpoint).makeServerStreamRequest(
      path,
      requestSerialize,
      responseDeserialize,
      { fromPosition },
      AUTHORIZED,
    );

  test('reads no more of the ledger than its client does', async () => {
    const ledger = new MemoryLedger(1);
    const value = new Uint8Array(100_000);
    for (let index = 0; index < 1_000; index++) ledger.append(value);
    const stream = open((await serve(ledger)).endpoint, 0);
    stream.on('error', () => undefined);
    let before = -1;
    await until('the server waits for its client', () => {
      const stands = ledger.taken > 0 && ledger.taken === before;
      before = ledger.taken;
      return stands;
    });
    // What sockets and streams hold on the way differs; most of the 100 MB has not been read.
    expect(ledger.taken).toBeLessThan(500);
    let records = 0;
    stream.on('data', (message: { records: object[] }) => (records += message.records.length));
    await until('all was read', () => records === 1_000);
    stream.cancel();
  });

  test('stops following for a client that has gone', async () => {
    const ledger = new MemoryLedger();
    ledger.append('a');
    const stream = open((await serve(ledger)).endpoint, 0);
    stream.on('error', () => undefined);
    stream.on('data', () => stream.cancel());
    await until('nobody follows', () => ledger.taken === 1 && ledger.following === 0);
  });

  test('tells its clients to go elsewhere when the server stops', async () => {
    const { endpoint, server } = await serve(new MemoryLedger());
    const stream = open(endpoint, 0);
    const over = readToEnd(stream);
    stream.on('metadata', () => void server.stop(5000));
    expect((await over).refusal).toMatchObject({ status: status.UNAVAILABLE, code: 'ledger_unavailable' });
  });

  test('refuses a position that it could not tell from the next', async () => {
    const { endpoint } = await serve(new MemoryLedger());
    const { refusal } = await readToEnd(open(endpoint, '9007199254740993'));
    expect(refusal).toMatchObject({ status: status.INVALID_ARGUMENT, errors: [{ field: 'from_position' }] });
  });
});
