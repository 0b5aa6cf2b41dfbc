import { copyFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { silentLogger } from '@keyledger/ports';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { Database } from '../../src/database.ts';
import { type UsageStore, openUsageStore } from '../../src/index.ts';
import { scratchFile } from '../kit/scratch-file.ts';
import { DAY, FOREVER, HOUR, LATER, NOW, batch, incident, row } from '../kit/usage-rows.ts';

let file: string;
let store: UsageStore;

beforeEach(() => {
  file = scratchFile('usage.sqlite');
  store = openUsageStore({ file, logger: silentLogger });
  return () => store.close();
});

const minutes = (): number => store.usage({ keyId: 'key_a', interval: 'minute', from: 0, to: NOW + DAY }).length;
const incidents = (): number =>
  store.security({ organizationId: null, keyId: null, reasons: null, from: 0, to: NOW + DAY, limit: 1_000 }).items
    .length;

describe('others get their turn', () => {
  const MINUTES = 300;
  const rows = Array.from({ length: MINUTES }, (_, index) => row({ minute: NOW - index * 60_000 }));
  /** What the store holds of it, at each turn of the event loop until `work` is over. */
  async function heldAtEachTurn(work: Promise<unknown>): Promise<number[]> {
    let isOver = false;
    void work.finally(() => (isOver = true));
    const held: number[] = [];
    while (!isOver) {
      held.push(minutes() + incidents());
      await nextTurn();
    }
    await work;
    return held;
  }
  const steps = (held: readonly number[]): number[] =>
    held.slice(1).map((count, index) => Math.abs(count - (held[index] ?? 0)));

  test('after fifty rows of a batch, and before its commit', async () => {
    const security = rows.map(({ minute }) => incident({ minute }));
    const held = await heldAtEachTurn(store.take(batch(rows, security), LATER));
    expect(Math.max(...steps(held))).toBeLessThanOrEqual(50);
    expect(held.at(-1)).toBe(2 * MINUTES);
  });

  test('after fifty rows of what is forgotten', async () => {
    await store.take(batch(rows), LATER);
    const held = await heldAtEachTurn(store.prune(NOW + DAY, { ...FOREVER, minute: HOUR }));
    expect(Math.max(...steps(held))).toBeLessThanOrEqual(50);
    expect([held[0], minutes()]).toEqual([MINUTES, 0]);
  });
});

test('what was logged is written back into the file, which then holds it by itself', async () => {
  const many = Array.from({ length: 1_100 }, (_, index) => row({ route: `route-${String(index)}` }));
  await store.take(batch(many), LATER);
  const copy = scratchFile('copy.sqlite');
  const rowsInCopy = (): unknown => {
    copyFileSync(file, copy);
    const database = new DatabaseSync(copy, { readOnly: true });
    try {
      return database.prepare('SELECT count(*) AS count FROM usage').get();
    } finally {
      database.close();
    }
  };
  await expect.poll(rowsInCopy).toEqual({ count: 3 * many.length });
});

test.each([
  ['what is kept here alone is on the disk when it is taken', false, ['FULL']],
  ['no commit waits for the disk where a topic has it all', true, ['FULL', 'NORMAL']],
])('%s', async (_, fromTopic, expected) => {
  const exec = vi.spyOn(Database.prototype, 'exec');
  await openUsageStore({ file: scratchFile('other.sqlite'), fromTopic, logger: silentLogger }).close();
  const set = exec.mock.calls
    .flat()
    .join('\n')
    .matchAll(/synchronous = (\w+)/g);
  exec.mockRestore();
  expect(Array.from(set, ([, mode]) => mode)).toEqual(expected);
});
