import type { Clock, Timers } from '@keyledger/ports';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  type Delivery,
  Dispatcher,
  type DispatcherOptions,
  type FailedAttempt,
  type Outbox,
  RETRY_DELAYS_MS,
  type SendOutcome,
} from '../src/index.ts';

interface Entry {
  delivery: Delivery;
  at: number | null;
}

/** Time that moves from timer to timer. */
class Time implements Clock, Timers {
  now = 1_000_000;
  #waiting: { at: number; run: () => void }[] = [];
  wall = (): number => this.now;
  monotonic = (): number => this.now;

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.now + ms, run };
    this.#waiting.push(timer);
    return () => void (this.#waiting = this.#waiting.filter((each) => each !== timer));
  }

  /** Runs the next timer; false: there is none. */
  async step(): Promise<boolean> {
    const [next] = this.#waiting.toSorted((one, other) => one.at - other.at);
    if (next === undefined) return false;
    this.#waiting = this.#waiting.filter((each) => each !== next);
    this.now = Math.max(this.now, next.at);
    next.run();
    await settled();
    return true;
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

class MemoryOutbox implements Outbox {
  entries: Entry[] = [];
  readonly done: string[] = [];
  readonly failures: (FailedAttempt & { readonly id: string; readonly now: number })[] = [];
  readonly disabled = new Set<string>();

  add(messageId: string, webhookId = 'whk_1', at = 0): void {
    const delivery = { messageId, webhookId, url: `https://${webhookId}.example/`, payload: '{}', attempts: 0 };
    this.entries.push({ delivery, at });
  }

  #open(except: ReadonlySet<string>): { delivery: Delivery; at: number }[] {
    return this.entries
      .flatMap(({ delivery, at }) => (at === null ? [] : [{ delivery, at }]))
      .filter(({ delivery }) => !except.has(delivery.webhookId) && !this.disabled.has(delivery.webhookId))
      .toSorted((one, other) => one.at - other.at);
  }

  due(now: number, except: ReadonlySet<string>, limit: number): readonly Delivery[] {
    const due = this.#open(except).filter(({ at }) => at <= now);
    return due.slice(0, limit).map(({ delivery }) => delivery);
  }

  nextDue(except: ReadonlySet<string>): number | null {
    return this.#open(except)[0]?.at ?? null;
  }

  delivered({ messageId }: Delivery): void {
    this.done.push(messageId);
    this.entries = this.entries.filter(({ delivery }) => delivery.messageId !== messageId);
  }

  failed(delivery: Delivery, attempt: FailedAttempt, now: number): void {
    this.failures.push({ ...attempt, id: delivery.messageId, now });
    if (attempt.disables) this.disabled.add(delivery.webhookId);
    this.entries = this.entries.map((entry) =>
      entry.delivery.messageId === delivery.messageId
        ? { delivery: { ...delivery, attempts: delivery.attempts + 1 }, at: attempt.nextAt }
        : entry,
    );
  }
}

let time: Time;
let outbox: MemoryOutbox;
let sent: { readonly url: string; readonly id: string; readonly timestamp: string }[];
beforeEach(() => {
  time = new Time();
  outbox = new MemoryOutbox();
  sent = [];
});

const OK: SendOutcome = { delivered: true };
const DOWN: SendOutcome = { delivered: false, why: 'answered 503', gone: false };

function dispatcherOf(answer: () => SendOutcome | Promise<SendOutcome>, changes: Partial<DispatcherOptions> = {}) {
  const send: DispatcherOptions['send'] = async (url, headers) => {
    sent.push({ url, id: String(headers['webhook-id']), timestamp: String(headers['webhook-timestamp']) });
    return answer();
  };
  const secretOf = (): string => 'whsec_c2VjcmV0';
  return new Dispatcher({ outbox, send, secretOf, clock: time, timers: time, random: () => 0, atOnce: 4, ...changes });
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
  expect(outbox.failures.at(-1)).toMatchObject({ nextAt: null, disables: true });
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
  dispatcherOf(() => ({ delivered: false, why: 'answered 410', gone: true })).wake();
  await settled();
  while (await time.step());
  expect(sent).toHaveLength(1);
  expect([...outbox.disabled]).toEqual(['whk_1']);
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
    for (let n = 0; n < 10; n++) outbox.add(`msg_${String(n)}`, `whk_${String(n)}`);
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
  dispatcherOf(() => OK, { secretOf: () => secret }).wake();
  await settled();
  await time.step();
  expect([sent, outbox.failures]).toEqual([[], []]);
  secret = 'whsec_c2VjcmV0';
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
  open.resolve({ delivered: false, why: 'not reached', gone: false });
  await stopped;
  dispatcher.wake();
  expect([outbox.failures, outbox.done, sent.length]).toEqual([[], [], 1]);
});
