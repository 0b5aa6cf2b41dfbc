import { BEFORE_FIRST } from '@keyledger/domain';
import { MAX_RECORD_BYTES } from '@keyledger/ports';
import { expect } from 'vitest';
import type { Guarantee } from './harness.ts';
import { entry, readAll, textOf } from './reading.ts';

const CONCURRENT = 500;
const concurrently = Array.from({ length: CONCURRENT }, (_, index) => entry(`concurrent ${String(index)}`));

/** What a resolved or refused append means. */
export const appending: readonly Guarantee[] = [
  {
    title: 'an empty ledger ends before its first position',
    async holds(harness) {
      expect(await (await harness.open()).end()).toBe(BEFORE_FIRST);
    },
  },
  {
    title: 'an append that began after another resolved has the higher position',
    async holds(harness) {
      const ledger = await harness.open();
      let last = BEFORE_FIRST;
      for (let index = 0; index < 20; index++) {
        const position = await ledger.append(entry(String(index)));
        expect(position).toBeGreaterThan(last);
        last = position;
      }
    },
  },
  {
    title: 'a resolved append is seen by end() and by a follower that begins afterwards',
    async holds(harness) {
      const ledger = await harness.open();
      for (let index = 0; index < 20; index++) {
        const position = await ledger.append(entry(`seen ${String(index)}`));
        expect(await ledger.end()).toBeGreaterThanOrEqual(position);
        const [record] = await readAll(ledger, position);
        expect(record).toMatchObject({ position });
        expect(record && textOf(record)).toBe(`seen ${String(index)}`);
      }
    },
  },
  {
    title: 'each of 500 concurrent appends resolves with the position of its own record',
    async holds(harness) {
      const ledger = await harness.open();
      const positions = await Promise.all(concurrently.map((each) => ledger.append(each)));
      expect(new Set(positions).size).toBe(CONCURRENT);
      const byPosition = new Map((await readAll(ledger)).map((record) => [record.position, textOf(record)]));
      for (const [index, position] of positions.entries()) {
        expect(byPosition.get(position)).toBe(`concurrent ${String(index)}`);
      }
    },
  },
  {
    title: 'no append is written twice',
    async holds(harness) {
      const ledger = await harness.open();
      await Promise.all(concurrently.map((each) => ledger.append(each)));
      const texts = (await readAll(ledger)).map(textOf);
      expect(texts).toHaveLength(CONCURRENT);
      expect(new Set(texts).size).toBe(CONCURRENT);
    },
  },
  {
    title: 'keys and values of any bytes come back byte for byte',
    async holds(harness) {
      const ledger = await harness.open();
      const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index);
      const values = [everyByte, everyByte.toReversed(), Uint8Array.of(0), Uint8Array.of(10, 13, 0, 255)];
      for (const [index, value] of values.entries()) {
        await ledger.append({ key: Uint8Array.of(index, ...everyByte), value });
      }
      expect((await readAll(ledger)).map(({ value }) => [...value])).toEqual(values.map((value) => [...value]));
    },
  },
  {
    title: 'records of the largest size land, also many at once',
    async holds(harness) {
      const ledger = await harness.open();
      const values = Array.from({ length: 20 }, (_, index) => new Uint8Array(MAX_RECORD_BYTES).fill(index));
      await Promise.all(values.map((value, index) => ledger.append({ key: entry(String(index)).key, value })));
      const read = (await readAll(ledger)).toSorted((a, b) => (a.value[0] ?? 0) - (b.value[0] ?? 0));
      expect(read).toHaveLength(values.length);
      for (const [index, value] of values.entries())
        expect(Buffer.compare(read[index]?.value ?? Buffer.alloc(0), value)).toBe(0);
    },
  },
  {
    title: 'a record above the largest size is refused as payload_too_large, and leaves nothing behind',
    async holds(harness) {
      const ledger = await harness.open();
      const before = await ledger.append(entry('before'));
      const tooLarge = { key: entry('large').key, value: new Uint8Array(MAX_RECORD_BYTES + 1) };
      await expect(ledger.append(tooLarge)).rejects.toMatchObject({ name: 'Fault', code: 'payload_too_large' });
      expect(await ledger.end()).toBe(before);
      await ledger.append(entry('after'));
      expect((await readAll(ledger)).map(textOf)).toEqual(['before', 'after']);
    },
  },
];
