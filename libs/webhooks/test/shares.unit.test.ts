import { beforeEach, describe, expect, test } from 'vitest';
import type { SendOutcome } from '../src/index.ts';
import { DOWN, Dispatching, OK, SECRET } from './kit/dispatching.ts';
import type { MemoryOutbox } from './kit/memory-outbox.ts';
import { type SteppedTime, settled } from './kit/stepped-time.ts';

let time: SteppedTime;
let outbox: MemoryOutbox;
let sent: Dispatching['sent'];
let dispatcherOf: Dispatching['dispatcherOf'];
beforeEach(() => {
  ({ time, outbox, sent, dispatcherOf } = new Dispatching());
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

describe('endpoints that hang', () => {
  const hang = (): Promise<SendOutcome> => new Promise(() => undefined);
  const hosts = (): readonly string[] => sent.map(({ url }) => new URL(url).hostname.split('.')[0] ?? '');

  test('leave half of the attempts to those that are well', async () => {
    const down = ['wh_1', 'wh_2', 'wh_3', 'wh_4'];
    for (const id of down) outbox.add(`msg_${id}`, id);
    let answer: () => SendOutcome | Promise<SendOutcome> = () => DOWN;
    const dispatcher = dispatcherOf(() => answer());
    dispatcher.wake();
    await settled();
    expect(hosts().toSorted()).toEqual(down);
    answer = hang;
    await time.step();
    expect(sent).toHaveLength(6);
    answer = () => OK;
    for (const id of ['wh_5', 'wh_6', 'wh_7']) outbox.add(`msg_${id}`, id);
    dispatcher.wake();
    await settled();
    expect(outbox.done.toSorted()).toEqual(['msg_wh_5', 'msg_wh_6', 'msg_wh_7']);
    // What waits for room is looked at when an attempt ends, and not by the clock until then.
    expect(time.waiting).toBe(0);
  });

  test('of one organization take few of the attempts', async () => {
    for (const id of ['wh_1', 'wh_2', 'wh_3', 'wh_4', 'wh_5']) outbox.add(`msg_${id}`, id);
    outbox.add('msg_well', 'wh_well');
    const endpointOf = (id: string) => ({
      ...{ owner: id === 'wh_well' ? 'org_2' : 'org_1', url: `https://${id}.example/`, secret: SECRET },
    });
    const open: ((outcome: SendOutcome) => void)[] = [];
    const answer = () =>
      hosts().at(-1) === 'wh_well' ? OK : new Promise<SendOutcome>((resolve) => open.push(resolve));
    dispatcherOf(answer, { endpointOf }).wake();
    await settled();
    expect([outbox.done, open.length, time.waiting]).toEqual([['msg_well'], 2, 0]);
    open[0]?.(OK);
    await settled();
    expect(open).toHaveLength(3);
  });
});
