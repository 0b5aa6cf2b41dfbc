import { silentLogger } from '@keyledger/ports';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  type AttemptResult,
  Dispatcher,
  type DispatcherOptions,
  MAX_RETRY_AFTER_MS,
  RETRY_DELAYS_MS,
  type SendOutcome,
} from '../src/index.ts';
import { MemoryOutbox } from './kit/memory-outbox.ts';
import { SteppedTime, settled } from './kit/stepped-time.ts';

let time: SteppedTime;
let outbox: MemoryOutbox;
let results: AttemptResult[];
let sent: { readonly url: string; readonly id: string; readonly timestamp: string }[];
beforeEach(() => {
  time = new SteppedTime();
  outbox = new MemoryOutbox();
  sent = [];
  results = [];
});

const OK: SendOutcome = { delivered: true };
const down = (changes: object = {}): SendOutcome => ({
  ...{ delivered: false, why: 'answered 503', gone: false, retryAfter: null },
  ...changes,
});
const DOWN = down();
const GONE = down({ why: 'answered 410', gone: true });
const SECRET = 'whsec_c2VjcmV0';

function dispatcherOf(answer: () => SendOutcome | Promise<SendOutcome>, changes: Partial<DispatcherOptions> = {}) {
  const send: DispatcherOptions['send'] = async (url, headers) => {
    sent.push({ url, id: String(headers['webhook-id']), timestamp: String(headers['webhook-timestamp']) });
    return answer();
  };
  const endpointOf = (id: string) => ({ url: `https://${id}.example/`, secret: SECRET });
  const fixed = { clock: time, timers: time, random: () => 0, atOnce: 4, logger: silentLogger };
  const onAttempt = (result: AttemptResult): void => void results.push(result);
  return new Dispatcher({ ...fixed, outbox, send, endpointOf, onAttempt, ...changes });
}

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

describe('at once', () => {
  test('each endpoint gets one message, and a slow one holds up itself alone', async () => {
    for (const id of ['msg_1', 'msg_2']) outbox.add(id, 'slow');
    for (const id of ['msg_3', 'msg_4']) outbox.add(id, 'quick');
    const slow = Promise.withResolvers<SendOutcome>();
    dispatcherOf(() => (sent.at(-1)?.url.includes('slow') === true ? slow.promise : OK)).wake();
    await settled();
    expect(outbox.done).toEqual(['msg_3', 'msg_4']);
    slow.resolve(OK);
    await settled();
    expect(outbox.done).toContain('msg_1');
  });

  test('there are no more attempts than allowed', async () => {
    for (let n = 0; n < 10; n++) outbox.add(`msg_${String(n)}`, `wh_${String(n)}`);
    const open: ((outcome: SendOutcome) => void)[] = [];
    const answer = (): Promise<SendOutcome> => new Promise((resolve) => open.push(resolve));
    dispatcherOf(answer, { atOnce: 3 }).wake();
    await settled();
    expect(open).toHaveLength(3);
    open.shift()?.(OK);
    await settled();
    expect(sent).toHaveLength(4);
  });
});

test('an endpoint whose digest key is not there waits for it, and no attempt is counted', async () => {
  outbox.add('msg_1');
  let secret: string | null = null;
  dispatcherOf(() => OK, { endpointOf: () => ({ url: 'https://a.example/', secret }) }).wake();
  await settled();
  await time.step();
  expect([sent, outbox.failures]).toEqual([[], []]);
  secret = SECRET;
  await time.step();
  expect(outbox.done).toEqual(['msg_1']);
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
  const endpointOf = (id: string) => (id === 'wh_1' ? null : { url: 'https://b.example/', secret: SECRET });
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
    await time.step();
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
