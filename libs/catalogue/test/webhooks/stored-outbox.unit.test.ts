import { existsSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { silentLogger } from '@keyledger/ports';
import { beforeEach, describe, expect, test } from 'vitest';
import { type StoredOutbox, openOutbox } from '../../src/index.ts';
import { REFRESH } from '../../src/webhooks/endpoint-table.ts';
import { DUE, FORGETTABLE, LEFT_OUT } from '../../src/webhooks/message-table.ts';
import { OUTBOX_SCHEMA } from '../../src/webhooks/schema.ts';
import { MAX_WAITING } from '../../src/webhooks/stored-outbox.ts';
import { plansOf } from '../kit/query-plans.ts';
import { scratchFile } from '../kit/scratch-file.ts';

const DAY = 86_400_000;
const NONE: ReadonlySet<string> = new Set();
let file: string;
let outbox: StoredOutbox;

const open = (): StoredOutbox => openOutbox({ file, logger: silentLogger });

beforeEach(() => {
  file = scratchFile('webhooks.sqlite');
  outbox = open();
  return () => outbox.close();
});

const message = (id: string) => ({ id, payload: `{"id":"${id}"}`, mayBeLeftOut: true });
const add = (webhookId: string, now: number, ...ids: string[]) => outbox.add(webhookId, ids.map(message), now);
const HEALTHS = ['well', 'failing'] as const;
const dueAll = (now: number, except: ReadonlySet<string>, limit: number) =>
  HEALTHS.flatMap((health) => outbox.due(health, now, except, limit));
const due = (now: number, except = NONE) => dueAll(now, except, 10).map(({ messageId }) => messageId);
function nextDue(except: ReadonlySet<string>): number | null {
  const times = HEALTHS.flatMap((health) => outbox.nextDue(health, except) ?? []);
  return times.length === 0 ? null : Math.min(...times);
}
const failure = (nextAt: number | null, holdUntil = 0) => ({ why: 'answered 500', nextAt, holdUntil });

function first(now: number) {
  const [delivery] = dueAll(now, NONE, 1);
  if (delivery === undefined) throw new Error('nothing is due');
  return delivery;
}

test('each endpoint has its oldest message first, and those that are named have none', async () => {
  await add('wh_1', 10, 'msg_1', 'msg_2');
  await add('wh_2', 5, 'msg_3');
  expect(due(4)).toEqual([]);
  expect(due(10)).toEqual(['msg_3', 'msg_1']);
  expect(due(10, new Set(['wh_2']))).toEqual(['msg_1']);
  expect([nextDue(NONE), nextDue(new Set(['wh_2']))]).toEqual([5, 10]);
  expect(dueAll(10, NONE, 10)[0]).toMatchObject({ payload: '{"id":"msg_3"}', attempts: 0 });
});

test('what was delivered is not sent again, however often it is added, after a restart too', async () => {
  await add('wh_1', 10, 'msg_1');
  await outbox.delivered(first(10), 11);
  outbox.close();
  outbox = open();
  await add('wh_1', 12, 'msg_1');
  expect(due(DAY)).toEqual([]);
  expect(outbox.status('wh_1')).toMatchObject({ isDisabled: false, lastDeliveredAt: 11, waiting: 0 });
  expect(await outbox.unknown(['msg_1', 'msg_2'], 13)).toEqual(new Set(['msg_2']));
});

test('attempts and when to try again outlive the process', async () => {
  await add('wh_1', 10, 'msg_1');
  await outbox.failed(first(10), failure(5_000), 11);
  outbox.close();
  outbox = open();
  expect([due(4_999), nextDue(NONE)]).toEqual([[], 5_000]);
  expect(first(5_000)).toMatchObject({ messageId: 'msg_1', attempts: 1, endpointFailures: 1 });
  expect(outbox.status('wh_1')).toMatchObject({ lastFailure: { at: 11, why: 'answered 500' }, waiting: 1 });
});

test('a held endpoint gets nothing, and is let go by what arrives', async () => {
  await add('wh_1', 10, 'msg_1', 'msg_2');
  await outbox.failed(first(10), failure(900, 500), 11);
  expect([due(499), nextDue(NONE), due(500)]).toEqual([[], 500, ['msg_2']]);
  await outbox.delivered(first(500), 501);
  expect(first(900)).toMatchObject({ messageId: 'msg_1', endpointFailures: 0 });
});

test('a disabled endpoint gets neither what waits nor what comes, and says why', async () => {
  await add('wh_1', 10, 'msg_1', 'msg_2');
  await outbox.failed(first(10), failure(null), 11);
  await add('wh_1', 12, 'msg_3');
  expect([due(DAY), nextDue(NONE), [...outbox.disabledIds()]]).toEqual([[], null, ['wh_1']]);
  expect(outbox.status('wh_1')).toMatchObject({ isDisabled: true, lastFailure: { at: 11 }, waiting: 0 });
  expect(outbox.totals()).toEqual({ waiting: 0, disabled: 1, oldestAt: null });
});

test('of too many the oldest are left out, which is counted, and they do not come again', async () => {
  const ids = Array.from({ length: MAX_WAITING + 3 }, (_, n) => `msg_${String(n)}`);
  await add('wh_1', 10, ...ids);
  expect(outbox.status('wh_1')).toMatchObject({ waiting: MAX_WAITING, dropped: 3 });
  expect([due(10), outbox.room('wh_1')]).toEqual([['msg_3'], 0]);
  await add('wh_1', 11, 'msg_0');
  expect(outbox.status('wh_1')).toMatchObject({ waiting: MAX_WAITING, dropped: 3 });
  expect(outbox.totals()).toEqual({ waiting: MAX_WAITING, disabled: 0, oldestAt: 10 });
});

test('what nothing says again is left out before what would be, however old that is', async () => {
  const notice = (id: string) => ({ ...message(id), mayBeLeftOut: false });
  await outbox.add('wh_1', [notice('msg_notice')], 10);
  const ids = Array.from({ length: MAX_WAITING }, (_, n) => `msg_${String(n)}`);
  await add('wh_1', 11, ...ids);
  expect(outbox.status('wh_1')).toMatchObject({ waiting: MAX_WAITING, dropped: 1 });
  expect(due(11)).toEqual(['msg_notice']);
  await outbox.add(
    'wh_2',
    Array.from({ length: MAX_WAITING }, (_, n) => notice(`msg_notice_${String(n)}`)),
    12,
  );
  await add('wh_2', 13, 'msg_last');
  expect(outbox.status('wh_2')).toMatchObject({ waiting: MAX_WAITING, dropped: 1 });
  expect(await outbox.unknown(['msg_last'], 14)).toEqual(new Set());
});

test('what is added where there is room takes none from another, and says whether it was', async () => {
  await add('wh_1', 10, ...Array.from({ length: MAX_WAITING - 1 }, (_, n) => `msg_${String(n)}`));
  const fits = ['msg_a', 'msg_b'].map((id) => outbox.addWhereRoom('wh_1', message(id), 11));
  expect(await Promise.all(fits)).toEqual([true, false]);
  expect(outbox.status('wh_1')).toMatchObject({ waiting: MAX_WAITING, dropped: 0 });
  expect(await outbox.unknown(['msg_0', 'msg_a', 'msg_b'], 12)).toEqual(new Set(['msg_b']));
});

test('a held endpoint gets nothing until then, not even after a restart, and no attempt is counted', async () => {
  await add('wh_1', 10, 'msg_1');
  await outbox.hold('wh_1', 500);
  await outbox.hold('wh_1', 400);
  outbox.close();
  outbox = open();
  expect([due(499), nextDue(NONE)]).toEqual([[], 500]);
  expect(first(500)).toMatchObject({ attempts: 0, endpointFailures: 0 });
});

test('of a removed webhook nothing is left', async () => {
  await add('wh_1', 10, 'msg_1');
  await outbox.delivered(first(10), 11);
  await add('wh_1', 10, 'msg_2');
  await outbox.forget('wh_1');
  expect([due(DAY), outbox.webhookIds(), await outbox.unknown(['msg_1'], 12)]).toEqual([[], [], new Set(['msg_1'])]);
});

test('an id is remembered for as long as it would be said, and then forgotten', async () => {
  await add('wh_1', 0, 'msg_said', 'msg_ended');
  await outbox.delivered(first(0), 0);
  await outbox.delivered(first(0), 0);
  await add('wh_1', 0, 'msg_waits');
  await outbox.unknown(['msg_said'], 8 * DAY);
  await outbox.prune(7 * DAY);
  expect(await outbox.unknown(['msg_said', 'msg_ended', 'msg_waits'], 8 * DAY)).toEqual(new Set(['msg_ended']));
});

test('what is written at once is written together, and all of it is there', async () => {
  await Promise.all([add('wh_1', 10, 'msg_1'), add('wh_2', 10, 'msg_2'), add('wh_3', 10, 'msg_3')]);
  expect(due(10).toSorted()).toEqual(['msg_1', 'msg_2', 'msg_3']);
});

describe('a file', () => {
  test('that is damaged is set aside', async () => {
    outbox.close();
    writeFileSync(file, 'this is no database, but long enough to be one'.repeat(100));
    outbox = open();
    await add('wh_1', 10, 'msg_1');
    expect([due(10), existsSync(`${file}.damaged`)]).toEqual([['msg_1'], true]);
  });

  test('that cannot be written lets nobody believe that it was', async () => {
    await add('wh_1', 10, 'msg_1');
    const other = new DatabaseSync(file);
    other.exec('BEGIN EXCLUSIVE');
    await expect(outbox.delivered(first(10), 11)).rejects.toMatchObject({ code: 'internal' });
    other.exec('ROLLBACK');
    other.close();
    expect(due(10)).toEqual(['msg_1']);
  });
});

test('what is due is found by indexes', () => {
  for (const [name, plan] of plansOf({ schema: OUTBOX_SCHEMA, statements: { DUE, LEFT_OUT, FORGETTABLE, REFRESH } })) {
    expect(
      plan.filter((step) => /^SCAN (messages|endpoints)|TEMP B-TREE/.test(step)),
      name,
    ).toEqual([]);
  }
});
