import { setImmediate as aTurn } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type Link, unlessAborted } from '../src/link.ts';
import type { KafkaLedgerOptions } from '../src/options.ts';
import { SharedQuestion, patienceOf } from '../src/shared-question.ts';

const link = {} as Link;
const forever = new AbortController().signal;

/** A leader whose answers come when the test says, over a connection that is there. */
function startLeader() {
  const sent: PromiseWithResolvers<string>[] = [];
  const failures: unknown[] = [];
  const links = {
    get: () => Promise.resolve(link),
    failed: (_: Link, error: unknown) => void failures.push(error),
    worked: () => undefined,
  };
  const question = new SharedQuestion(links, () => {
    const answer = Promise.withResolvers<string>();
    sent.push(answer);
    return answer.promise;
  });
  return { sent, failures, ask: () => question.ask(forever) };
}

test('who asks before a question is sent shares it, and nobody gets the answer of one that was sent before', async () => {
  const { sent, ask } = startLeader();
  const early = [ask(), ask()];
  await expect.poll(() => sent.length).toBe(1);
  const late = [ask(), ask()];
  await aTurn();
  late.push(ask());
  expect(sent.length, 'one at a time').toBe(1);
  sent[0]?.resolve('old');
  expect(await Promise.all(early)).toEqual(['old', 'old']);
  await expect.poll(() => sent.length).toBe(2);
  sent[1]?.resolve('new');
  expect(await Promise.all(late)).toEqual(['new', 'new', 'new']);
});

test('a question that fails is the failure of those who share it alone, and of the connection once', async () => {
  const { sent, failures, ask } = startLeader();
  const early = Promise.allSettled([ask(), ask()]);
  await expect.poll(() => sent.length).toBe(1);
  const late = ask();
  sent[0]?.reject(new Error('reset'));
  expect((await early).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect.poll(() => sent.length).toBe(2);
  sent[1]?.resolve('new');
  expect(await late).toBe('new');
  expect(failures).toEqual([new Error('reset')]);
});

test('a broker that answers every question just in time leaves nobody without an answer', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const options = { requestTimeoutMs: 4_000, appendTimeoutMs: 5_000 } as KafkaLedgerOptions;
  const links = { get: () => Promise.resolve(link), failed: () => undefined, worked: () => undefined };
  const question = new SharedQuestion(links, () => new Promise((resolve) => setTimeout(resolve, 3_999, 'answered')));
  const asked = Promise.all(
    Array.from({ length: 60 }, async (_, index) => {
      await new Promise((resolve) => setTimeout(resolve, index * 250));
      const patience = new AbortController();
      setTimeout(() => patience.abort(new Error('too late')), patienceOf(options));
      return unlessAborted(question.ask(patience.signal), patience.signal).catch(String);
    }),
  );
  await vi.runAllTimersAsync();
  expect(new Set(await asked)).toEqual(new Set(['answered']));
});
