import { Fault, type Logger, silentLogger } from '@keyledger/ports';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { GrpcBarriers } from '../src/index.ts';
import { HOLE, proxyTo, startBlackHole } from './kit/black-hole.ts';
import { FakeDesk, answerTo, question, startDesk } from './kit/leases.ts';
import { SERVICE } from './kit/sample.ts';
import { type RunningServer, token, whenOver } from './kit/servers.ts';
import { until } from './kit/until.ts';

const NEVER = new AbortController().signal;

const barriersOf = (endpoints: readonly string[], logger: Logger = silentLogger): GrpcBarriers =>
  whenOver(new GrpcBarriers({ endpoints, token, logger }), (one) => one.close());

/** A third of this is how long one authority may be silent. */
const TERMS = { stalenessMs: 600, staleAllowanceMs: 0 };
const SILENCE_MS = TERMS.stalenessMs / 3;

// Deadlines pass as a test says: no answer is late because a machine is busy. Sockets know nothing of it.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }));
afterEach(() => void vi.useRealTimers());

async function kill(server: RunningServer): Promise<void> {
  const killed = server.kill();
  await vi.advanceTimersByTimeAsync(0);
  await killed;
}

describe('a barrier over gRPC', () => {
  test('brings the authority the whole question and the asker, and its answer back', async () => {
    const desk = new FakeDesk();
    const asked = question(9, { isUrgent: true });
    const barriers = barriersOf([(await startDesk(desk)).endpoint]);
    expect(await barriers.barrier(asked, NEVER)).toEqual(answerTo(asked));
    expect(desk.asked).toEqual([{ request: asked, principal: SERVICE }]);
  });

  test('answers each of many questions under way with its own nonce', async () => {
    const desk = new FakeDesk();
    const held: (() => void)[] = [];
    desk.answer = (request) =>
      new Promise((resolve) => {
        held.push(() => resolve(answerTo(request, request.nonce * 10)));
        if (held.length === 5) for (const release of held.toReversed()) release();
      });
    const barriers = barriersOf([(await startDesk(desk)).endpoint]);
    const answers = await Promise.all([1, 2, 3, 4, 5].map((nonce) => barriers.barrier(question(nonce), NEVER)));
    expect(answers.map(({ nonce, position }) => [nonce, position])).toEqual([1, 2, 3, 4, 5].map((n) => [n, n * 10]));
  });

  test('asks the next authority where one refuses, and stays with the one that answers', async () => {
    const [first, second] = [new FakeDesk(), new FakeDesk()];
    first.answer = () => Promise.reject(new Fault('not_caught_up', 'Not yet.'));
    const barriers = barriersOf([(await startDesk(first)).endpoint, (await startDesk(second)).endpoint]);
    await barriers.barrier(question(1), NEVER);
    await barriers.barrier(question(2), NEVER);
    expect([first, second].map(({ asked }) => asked.map(({ request }) => request.nonce))).toEqual([[1], [1, 2]]);
  });

  test('says why the preferred authority refused where all fail, after asking each once', async () => {
    const desk = new FakeDesk();
    desk.answer = () => Promise.reject(new Fault('rate_limited', 'Too many holders.'));
    const first = await startDesk(desk);
    const gone = await startDesk(new FakeDesk());
    await kill(gone);
    const barriers = barriersOf([first.endpoint, gone.endpoint]);
    await expect(barriers.barrier(question(1), NEVER)).rejects.toMatchObject({ code: 'rate_limited' });
    expect(desk.asked).toHaveLength(1);
  });

  test('leaves an authority that never says a word for the next, within a third of the lease', async () => {
    const desk = new FakeDesk();
    const barriers = barriersOf([await startBlackHole(), (await startDesk(desk)).endpoint]);
    const answer = barriers.barrier(question(1, { terms: TERMS }), NEVER);
    await vi.advanceTimersByTimeAsync(SILENCE_MS - 1);
    expect(desk.asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(await answer).toMatchObject({ nonce: 1 });
  });

  test('leaves an authority that fell silent on an open connection, and comes back to it when it has to', async () => {
    const [first, second] = [new FakeDesk(), new FakeDesk()];
    const { proxy, endpoint } = await proxyTo((await startDesk(first)).port);
    const other = await startDesk(second);
    const barriers = barriersOf([endpoint, other.endpoint]);
    const ask = (nonce: number) => barriers.barrier(question(nonce, { terms: TERMS }), NEVER);
    await ask(1);
    proxy.apply(HOLE);
    const left = ask(2);
    await vi.advanceTimersByTimeAsync(SILENCE_MS);
    await left;
    expect(second.asked).toHaveLength(1);
    await kill(other);
    const failed = expect(ask(3)).rejects.toMatchObject({ code: 'ledger_unavailable' });
    await until('the first is asked in its turn', () => proxy.connections === 2);
    await vi.advanceTimersByTimeAsync(SILENCE_MS);
    await failed;
    proxy.apply(null);
    // On a connection of its own: what was held up delays nothing.
    expect(await ask(4)).toMatchObject({ nonce: 4 });
  });

  test('takes nothing from an authority that answers another question, or grants more than was asked for', async () => {
    const desk = new FakeDesk();
    const barriers = barriersOf([(await startDesk(desk)).endpoint]);
    desk.answer = async (request) => ({ ...answerTo(request), nonce: request.nonce + 1 });
    await expect(barriers.barrier(question(1), NEVER)).rejects.toMatchObject({ code: 'ledger_unavailable' });
    desk.answer = async (request) => ({ ...answerTo(request), terms: { stalenessMs: 9e9, staleAllowanceMs: 0 } });
    await expect(barriers.barrier(question(2), NEVER)).rejects.toMatchObject({ code: 'ledger_unavailable' });
  });

  test('is given up by its asker, and the authority learns it', async () => {
    const desk = new FakeDesk();
    const given = Promise.withResolvers<void>();
    const asking = new AbortController();
    desk.answer = (_request, signal) => {
      signal.addEventListener('abort', () => given.resolve());
      asking.abort();
      return new Promise(() => undefined);
    };
    const other = new FakeDesk();
    const barriers = barriersOf([(await startDesk(desk)).endpoint, (await startDesk(other)).endpoint]);
    await expect(barriers.barrier(question(1), asking.signal)).rejects.toMatchObject({ code: 'ledger_unavailable' });
    await given.promise;
    expect(other.asked).toEqual([]);
  });

  test('logs a long outage once, never with the proof', async () => {
    const lines: string[] = [];
    const note = (fields: object, message: string): void => void lines.push(`${message} ${JSON.stringify(fields)}`);
    const logger = { debug: note, info: note, warn: note, error: note };
    const gone = await startDesk(new FakeDesk());
    await kill(gone);
    const barriers = barriersOf([gone.endpoint], logger);
    for (const nonce of [1, 2, 3]) await barriers.barrier(question(nonce), NEVER).catch(() => undefined);
    await startDesk(new FakeDesk(), gone.port);
    await barriers.barrier(question(4), NEVER);
    expect(lines.map((line) => line.split(' {')[0])).toEqual([
      'the authority gives no barrier',
      'the authority answers again',
    ]);
    expect(lines.join()).not.toContain(question(1).proof.slice(0, 8));
  });
});
