import { beforeEach, describe, expect, test } from 'vitest';
import { MAX_RETRY_AFTER_MS, RETRY_DELAYS_MS, type SendOutcome } from '../src/index.ts';
import { DOWN, Dispatching, GONE, OK, SECRET, down } from './kit/dispatching.ts';
import type { MemoryOutbox } from './kit/memory-outbox.ts';
import { type SteppedTime, settled } from './kit/stepped-time.ts';

let time: SteppedTime;
let outbox: MemoryOutbox;
let results: Dispatching['results'];
let sent: Dispatching['sent'];
let dispatcherOf: Dispatching['dispatcherOf'];
beforeEach(() => {
  ({ time, outbox, results, sent, dispatcherOf } = new Dispatching());
});

test('what is due is delivered once', async () => {
  outbox.add('msg_1');
  outbox.add('msg_2');
  dispatcherOf(() => OK).wake();
  await settled();
  expect(outbox.done).toEqual(['msg_1', 'msg_2']);
  expect(await time.step()).toBe(false);
  expect(sent).toHaveLength(2);
});

test('what fails is tried again by the schedule under the same id and a time of its own, and then disables the endpoint', async () => {
  outbox.add('msg_1');
  dispatcherOf(() => DOWN).wake();
  await settled();
  while (await time.step());
  expect(sent).toHaveLength(RETRY_DELAYS_MS.length + 1);
  expect(new Set(sent.map(({ id }) => id))).toEqual(new Set(['msg_1']));
  expect(new Set(sent.map(({ timestamp }) => timestamp)).size).toBe(sent.length);
  expect(outbox.failures.slice(0, -1).map(({ nextAt, now }) => (nextAt ?? 0) - now)).toEqual(RETRY_DELAYS_MS);
  expect(outbox.failures.at(-1)).toMatchObject({ nextAt: null });
  expect(new Set(results)).toEqual(new Set(['failed', 'disabled']));
});

test('a message that cannot even be sent is tried again by the schedule', async () => {
  outbox.add('msg_1');
  dispatcherOf(() => (sent.length === 1 ? Promise.reject(new Error('broken')) : OK)).wake();
  await settled();
  expect(outbox.failures).toMatchObject([{ why: 'not sent' }]);
  await time.step();
  expect([outbox.done, sent.length]).toEqual([['msg_1'], 2]);
});

test('an endpoint that comes back gets what it has missed', async () => {
  outbox.add('msg_1');
  let isDown = true;
  dispatcherOf(() => (isDown ? DOWN : OK)).wake();
  await settled();
  await time.step();
  isDown = false;
  await time.step();
  expect(outbox.done).toEqual(['msg_1']);
});

test('an endpoint that wants no more gets no more', async () => {
  outbox.add('msg_1');
  outbox.add('msg_2');
  dispatcherOf(() => GONE).wake();
  await settled();
  while (await time.step());
  expect(sent).toHaveLength(1);
  expect(results).toEqual(['disabled']);
});

test('the wall clock may be set: nothing waits for long without being looked at', async () => {
  outbox.add('msg_1', 'wh_1', time.now + 86_400_000);
  dispatcherOf(() => OK).wake();
  time.now += 600_000;
  expect(time.nextAt).toBeLessThanOrEqual(time.now);
});

test('an endpoint whose digest key is not there waits for it, and no attempt is counted', async () => {
  outbox.add('msg_1');
  let secret: string | null = null;
  dispatcherOf(() => OK, { endpointOf: () => ({ owner: 'org_1', url: 'https://a.example/', secret }) }).wake();
  await settled();
  await time.step();
  expect([sent, outbox.failures]).toEqual([[], []]);
  secret = SECRET;
  await time.step();
  expect(outbox.done).toEqual(['msg_1']);
});

test('however many endpoints wait for a digest key, each is looked at once', async () => {
  for (let n = 0; n < 100; n++) outbox.add(`msg_${String(n)}`, `wh_${String(n)}`);
  let asked = 0;
  const endpointOf = (owner: string) => {
    asked += 1;
    return { owner, url: 'https://a.example/', secret: null };
  };
  dispatcherOf(() => OK, { endpointOf }).wake();
  while (time.waiting === 0 || outbox.held < 100) await settled();
  expect([asked, time.waiting]).toEqual([100, 1]);
});

test('an attempt that the stop cut off is not counted, and none begins after it', async () => {
  outbox.add('msg_1');
  const open = Promise.withResolvers<SendOutcome>();
  const dispatcher = dispatcherOf(() => open.promise);
  dispatcher.wake();
  await settled();
  const stopped = dispatcher.stop();
  open.resolve(DOWN);
  await stopped;
  dispatcher.wake();
  expect([outbox.failures, outbox.done, sent.length]).toEqual([[], [], 1]);
});

test('what was removed is forgotten, and nothing is sent to it', async () => {
  outbox.add('msg_1');
  outbox.add('msg_2', 'wh_2');
  const endpointOf = (id: string) =>
    id === 'wh_1' ? null : { owner: 'org_1', url: 'https://b.example/', secret: SECRET };
  dispatcherOf(() => OK, { endpointOf }).wake();
  await settled();
  expect([outbox.forgotten, outbox.done]).toEqual([['wh_1'], ['msg_2']]);
});

describe('an endpoint that says when to come again', () => {
  const next = (): number => (outbox.failures.at(-1)?.nextAt ?? 0) - (outbox.failures.at(-1)?.now ?? 0);

  test.each([
    ['120', 120_000],
    ['1', 5_000],
    ['99999999', MAX_RETRY_AFTER_MS],
    ['soon', 5_000],
    ['-5', 5_000],
    [new Date(1_000_000 + 60_000).toUTCString(), 60_000],
    [new Date(0).toUTCString(), 5_000],
  ])('by %s gets nothing before, and nothing before the schedule', async (retryAfter, wait) => {
    outbox.add('msg_1');
    outbox.add('msg_2');
    dispatcherOf(() => (sent.length === 1 ? down({ retryAfter }) : OK)).wake();
    await settled();
    expect([next(), sent.length]).toEqual([wait, 1]);
    while (sent.length === 1) await time.step();
    expect(time.now).toBe(1_000_000 + wait);
    expect(outbox.done).toHaveLength(2);
  });
});

describe('a fault of the outbox', () => {
  test('at reading is waited out', async () => {
    outbox.add('msg_1');
    outbox.faults = 3;
    dispatcherOf(() => OK).wake();
    await settled();
    while (outbox.done.length === 0) expect(await time.step()).toBe(true);
    expect(sent).toHaveLength(1);
  });

  test('at writing that a message has arrived does not let it be sent again', async () => {
    outbox.add('msg_1');
    const dispatcher = dispatcherOf(() => {
      outbox.faults = 3;
      return OK;
    });
    dispatcher.wake();
    await settled();
    expect([sent.length, outbox.done]).toEqual([1, []]);
    dispatcher.wake();
    while (outbox.done.length === 0) expect(await time.step()).toBe(true);
    expect(sent).toHaveLength(1);
  });

  test('does not hold up the stop', async () => {
    outbox.add('msg_1');
    const dispatcher = dispatcherOf(() => {
      outbox.faults = Infinity;
      return OK;
    });
    dispatcher.wake();
    await settled();
    await dispatcher.stop();
    expect(await time.step()).toBe(false);
  });
});
