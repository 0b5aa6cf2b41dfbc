import { BEFORE_FIRST, positionAfter } from '@keyledger/domain';
import type { LedgerRecord } from '@keyledger/ports';
import { expect } from 'vitest';
import type { Guarantee } from './harness.ts';
import { entry, FIRST, readAll, Reader, textOf } from './reading.ts';

/**
 * How soon a waiting follower must have what was appended, by the median of so many: any one may be late on a busy
 * machine. Felt by every revocation; one that is not woken has it when it asks again, about a second later.
 */
const WAKE_MS = 300;
const WAKES = 21;

const texts = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix} ${String(index)}`);

/** What a follower sees, and when. Every read also checks order, repetition and `upTo` of each batch. */
export const following: readonly Guarantee[] = [
  {
    title: 'every record is read once, in the order of positions',
    async holds(harness) {
      const ledger = await harness.open();
      const written = texts('in order', 200);
      const positions = [];
      for (const text of written) positions.push(await ledger.append(entry(text)));
      const records = await readAll(ledger);
      expect(records.map(textOf)).toEqual(written);
      expect(records.map((record) => record.position)).toEqual(positions);
    },
  },
  {
    title: 'followers that ran during concurrent appends, and one that came later, share one total order',
    async holds(harness) {
      const ledger = await harness.open();
      const written = texts('shared', 200);
      const readers = [new Reader(ledger, FIRST), new Reader(ledger, FIRST), new Reader(ledger, FIRST)];
      const reading = Promise.all(readers.map((reader) => reader.read(written.length)));
      await Promise.all(written.map((text) => ledger.append(entry(text))));
      const later = await readAll(ledger);
      for (const seen of await reading) expect(seen).toEqual(later);
      expect(later.map(textOf).toSorted()).toEqual(written.toSorted());
      for (const reader of readers) await reader.stop();
    },
  },
  {
    title:
      'a follower from the end first says where that is, without waiting for a record, and shows nothing of before',
    async holds(harness) {
      const ledger = await harness.open();
      const empty = new Reader(ledger, 'end');
      expect(await empty.next()).toEqual({ records: [], upTo: BEFORE_FIRST });
      await empty.stop();
      for (const text of texts('before', 5)) await ledger.append(entry(text));

      const reader = new Reader(ledger, 'end');
      expect(await reader.next()).toEqual({ records: [], upTo: await ledger.end() });
      await ledger.append(entry('after'));
      expect((await reader.read(1)).map(textOf)).toEqual(['after']);
      await reader.stop();
    },
  },
  {
    title: 'a follower from a position begins with exactly that record',
    async holds(harness) {
      const ledger = await harness.open();
      // Written together, so that it begins in the middle of what lies in one batch.
      const positions = await Promise.all(texts('many', 30).map((text) => ledger.append(entry(text))));
      const all = await readAll(ledger);
      for (const from of positions) {
        expect(await readAll(ledger, from)).toEqual(all.filter((record) => record.position >= from));
      }
    },
  },
  {
    title: 'a follower from behind the last record waits, and then has what is appended',
    async holds(harness) {
      const ledger = await harness.open();
      await ledger.append(entry('old'));
      const reader = new Reader(ledger, positionAfter(await ledger.end()));
      const reading = reader.read(1);
      await ledger.append(entry('new'));
      expect((await reading).map(textOf)).toEqual(['new']);
      await reader.stop();
    },
  },
  {
    title: 'a follower from beyond what the ledger holds fails as ledger_corrupt: something that was read is gone',
    async holds(harness) {
      const ledger = await harness.open();
      const end = await ledger.append(entry('only'));
      const reader = new Reader(ledger, positionAfter(positionAfter(end)));
      await expect(reader.read(1)).rejects.toMatchObject({ name: 'Fault', code: 'ledger_corrupt' });
    },
  },
  {
    title: 'a follower that is told of a record that was read before goes on where that still stands',
    async holds(harness) {
      const ledger = await harness.open();
      const [position] = await Promise.all(texts('seen', 5).map((text) => ledger.append(entry(text))));
      const seen = { position: position ?? FIRST, recognises: (record: LedgerRecord) => textOf(record) === 'seen 0' };
      const reader = new Reader(ledger, positionAfter(await ledger.end()), seen);
      const reading = reader.read(1);
      await ledger.append(entry('next'));
      expect((await reading).map(textOf)).toEqual(['next']);
      await reader.stop();
    },
  },
  {
    title: 'a follower that is told of a record that was read before is ledger_corrupt where another one stands there',
    async holds(harness) {
      const ledger = await harness.open();
      await Promise.all(texts('another', 5).map((text) => ledger.append(entry(text))));
      const seen = { position: FIRST, recognises: () => false };
      const reader = new Reader(ledger, await ledger.end(), seen);
      await expect(reader.read(1)).rejects.toMatchObject({ name: 'Fault', code: 'ledger_corrupt' });
    },
  },
  {
    title: 'a waiting follower sees each append soon',
    async holds(harness) {
      const ledger = await harness.open();
      const reader = new Reader(ledger, 'end');
      await reader.next();
      const tookMs: number[] = [];
      for (let count = 1; count <= WAKES; count++) {
        const reading = reader.read(count);
        await ledger.append(entry(`wake ${String(count)}`));
        const appended = performance.now();
        expect((await reading).map(textOf).at(-1)).toBe(`wake ${String(count)}`);
        tookMs.push(performance.now() - appended);
      }
      expect(tookMs.toSorted((one, other) => one - other)[(WAKES - 1) / 2]).toBeLessThan(WAKE_MS);
      await reader.stop();
    },
  },
  {
    title: 'a slow follower misses nothing of what was appended while it did not ask',
    async holds(harness) {
      const ledger = await harness.open();
      const reader = new Reader(ledger, 'end');
      await reader.next();
      const written = texts('missed?', 100);
      for (const text of written) await ledger.append(entry(text));
      expect((await reader.read(written.length)).map(textOf)).toEqual(written);
      await reader.stop();
    },
  },
];
