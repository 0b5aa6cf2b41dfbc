import { type LedgerPosition, positionAt } from '@keyledger/domain';
import { Fault, silentLogger } from '@keyledger/ports';
import { ledgerFeedDefinition } from '@keyledger/proto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { GrpcReporter, createFeedService } from '../src/index.ts';
import { HOLE, proxyTo } from './kit/black-hole.ts';
import { AUTHORIZED } from './kit/calls.ts';
import { FakeDesk, NO_LEASES, proofOf, startDesk } from './kit/leases.ts';
import { MemoryLedger } from './kit/memory-ledger.ts';
import { LEDGER_ID } from './kit/sample.ts';
import { GUARD, TOKEN, rawClient, startServer, token, whenOver } from './kit/servers.ts';
import { until } from './kit/until.ts';

const PROOF = proofOf(3);

class Reporting {
  readonly reporter: GrpcReporter;
  constructor(endpoints: readonly string[]) {
    this.reporter = whenOver(new GrpcReporter({ endpoints, token, logger: silentLogger }), (one) => one.close());
  }
  applied(position: number): void {
    this.reporter.applied(PROOF, LEDGER_ID, positionAt(position));
  }
  giveBack(position: number): Promise<void> {
    return this.reporter.giveBack(PROOF, LEDGER_ID, positionAt(position));
  }
}

const told = (desk: FakeDesk, position: number): Promise<void> =>
  until(`told ${String(position)}`, () => desk.applied === position);

describe('reports over gRPC', () => {
  test('reach every authority, each with what it needs', async () => {
    const desks = [new FakeDesk(), new FakeDesk()];
    const servers = await Promise.all(desks.map((desk) => startDesk(desk)));
    const reporting = new Reporting(servers.map(({ endpoint }) => endpoint));
    reporting.applied(5);
    for (const desk of desks) {
      await told(desk, 5);
      const report = { ledgerId: LEDGER_ID, applied: 5, giveBack: false, relay: false };
      expect(desk.reported).toEqual([{ proof: PROOF, subject: 'tok_1', ...report }]);
    }
  });

  test('ask to be passed on where only one authority is known', async () => {
    const desk = new FakeDesk();
    new Reporting([(await startDesk(desk)).endpoint]).applied(5);
    await told(desk, 5);
    expect(desk.reported[0]?.relay).toBe(true);
  });

  test('skip what is older by the time that it could be sent', async () => {
    const desk = new FakeDesk();
    const reporting = new Reporting([(await startDesk(desk)).endpoint]);
    for (let position = 0; position <= 10_000; position++) reporting.applied(position);
    await told(desk, 10_000);
    expect(desk.reported.length).toBeLessThan(5);
  });

  test('keep only the newest while the way is blocked', async () => {
    const desk = new FakeDesk();
    const { proxy, endpoint } = await proxyTo((await startDesk(desk)).port);
    const reporting = new Reporting([endpoint]);
    reporting.applied(0);
    await told(desk, 0);
    proxy.apply(HOLE);
    // Far more than what sockets on the way take in.
    for (let position = 1; position <= 200_000; position++) {
      reporting.applied(position);
      if (position % 4 === 0) await new Promise(setImmediate);
    }
    proxy.apply(null);
    await told(desk, 200_000);
    const positions = desk.reported.map(({ applied }) => applied);
    expect(positions.length).toBeLessThan(100_000);
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
  });

  test('find an authority again that was down or restarted, with the newest position alone', async () => {
    const before = new FakeDesk();
    const server = await startDesk(before);
    const reporting = new Reporting([server.endpoint]);
    reporting.applied(1);
    await told(before, 1);
    await server.kill();
    for (const position of [2, 3, 4]) reporting.applied(position);
    const after = new FakeDesk();
    await startDesk(after, server.port);
    await told(after, 4);
    expect(after.reported).toHaveLength(1);
  });

  test('are not held up at one authority by another that is gone or silent', async () => {
    const desk = new FakeDesk();
    const silent = await proxyTo((await startDesk(new FakeDesk())).port);
    silent.proxy.apply(HOLE);
    const gone = await startDesk(new FakeDesk());
    await gone.kill();
    const reporting = new Reporting([silent.endpoint, gone.endpoint, (await startDesk(desk)).endpoint]);
    reporting.applied(8);
    await told(desk, 8);
  });

  test('go on with a new stream where the authority ended one, or refuses for a while', async () => {
    const desk = new FakeDesk();
    let refusals = 2;
    const report = desk.report.bind(desk);
    desk.report = (...parts) => {
      if (refusals-- > 0) throw new Fault('rate_limited', 'Too many.');
      report(...parts);
    };
    new Reporting([(await startDesk(desk)).endpoint]).applied(6);
    await told(desk, 6);
  });
});

describe('giving back', () => {
  // How long it waits at most passes as a test says: nobody is late because a machine is busy.
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  test('is the last that every connected authority hears, and is waited for', async () => {
    const desks = [new FakeDesk(), new FakeDesk()];
    const servers = await Promise.all(desks.map((desk) => startDesk(desk)));
    const reporting = new Reporting(servers.map(({ endpoint }) => endpoint));
    reporting.applied(5);
    for (const desk of desks) await told(desk, 5);
    await reporting.giveBack(6);
    for (const desk of desks) {
      expect(desk.reported.at(-1)).toMatchObject({ proof: PROOF, applied: 6, giveBack: true });
    }
  });

  test('waits a second at most for one that is silent, and not at all for one that is down', async () => {
    const silent = await proxyTo((await startDesk(new FakeDesk())).port);
    const gone = await startDesk(new FakeDesk());
    const desk = new FakeDesk();
    const reporting = new Reporting([silent.endpoint, gone.endpoint, (await startDesk(desk)).endpoint]);
    reporting.applied(5);
    await told(desk, 5);
    const killed = gone.kill();
    await vi.advanceTimersByTimeAsync(0);
    await killed;
    silent.proxy.apply(HOLE);
    const given = vi.fn<() => void>();
    const giving = reporting.giveBack(5).then(given);
    await until('the others have heard it', () => desk.reported.at(-1)?.giveBack === true);
    await vi.advanceTimersByTimeAsync(999);
    expect(given).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    await giving;
    const unheard = new Reporting([gone.endpoint]);
    unheard.applied(5);
    await unheard.giveBack(5);
  });

  test('ends one life and not the reporter: the next one is heard', async () => {
    const desk = new FakeDesk();
    const reporting = new Reporting([(await startDesk(desk)).endpoint]);
    reporting.applied(5);
    await told(desk, 5);
    await reporting.giveBack(5);
    reporting.reporter.applied(proofOf(4), LEDGER_ID, positionAt(7));
    await told(desk, 7);
    expect(desk.reported.at(-1)).toMatchObject({ proof: proofOf(4), giveBack: false });
  });
});

describe('the stream of reports', () => {
  const { path, requestSerialize, responseDeserialize } = ledgerFeedDefinition.ReportApplied;
  const open = (endpoint: string) => {
    const over = Promise.withResolvers<{ error: unknown; details: string }>();
    const client = rawClient(endpoint);
    const stream = client.makeClientStreamRequest(path, requestSerialize, responseDeserialize, AUTHORIZED, (error) =>
      over.resolve({ error: error?.metadata.get('keyledger-code')[0] ?? error, details: error?.details ?? '' }),
    );
    return { stream, over: over.promise };
  };
  const message = (applied: LedgerPosition | number, proof = Buffer.alloc(32, 1)) => ({
    proof,
    ledgerId: LEDGER_ID,
    applied,
  });

  test('ends without a failure when the server stops', async () => {
    const desk = new FakeDesk();
    const { endpoint, server } = await startDesk(desk);
    const { stream, over } = open(endpoint);
    stream.write(message(1));
    await told(desk, 1);
    const stopped = server.stop(5_000);
    expect((await over).error).toBeNull();
    await stopped;
  });

  test('is refused at the message that is not valid, and nothing of it counts', async () => {
    const desk = new FakeDesk();
    const { stream, over } = open((await startDesk(desk)).endpoint);
    stream.write(message(1));
    stream.write(message(2, Buffer.alloc(31)));
    stream.write(message(3));
    expect((await over).error).toBe('validation_failed');
    expect(desk.reported.map(({ applied }) => applied)).toEqual([1]);
  });

  test('does not outlive the token that opened it', async () => {
    const desk = new FakeDesk();
    let isRevoked = false;
    const guard = {
      ...GUARD,
      authenticate: (sent: string | null, address: string) =>
        GUARD.authenticate(isRevoked && sent === TOKEN ? null : sent, address),
    };
    const service = createFeedService({ follower: new MemoryLedger(), ...NO_LEASES, reports: desk });
    const { stream, over } = open((await startServer([service], { guard })).endpoint);
    stream.write(message(1));
    await told(desk, 1);
    isRevoked = true;
    stream.write(message(2));
    expect((await over).error).toBe('unauthenticated');
    expect(desk.applied).toBe(1);
  });
});
