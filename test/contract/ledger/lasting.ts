import { expect } from 'vitest';
import type { Guarantee } from './harness.ts';
import { entry, readAll, textOf } from './reading.ts';

/** What another handle finds. */
export const lasting: readonly Guarantee[] = [
  {
    title: 'another handle finds every record where it was, and appends behind it',
    async holds(harness) {
      const ledger = await harness.open();
      await Promise.all(Array.from({ length: 50 }, (_, index) => ledger.append(entry(`kept ${String(index)}`))));
      const [before, end] = [await readAll(ledger), await ledger.end()];

      const reopened = await harness.reopen();
      expect(await reopened.end()).toBe(end);
      expect(await readAll(reopened)).toEqual(before);
      const position = await reopened.append(entry('next'));
      expect(position).toBeGreaterThan(end);
      expect((await readAll(reopened)).map(textOf)).toEqual([...before.map(textOf), 'next']);
    },
  },
  {
    title: 'another handle of an empty ledger finds it empty',
    async holds(harness) {
      const end = await (await harness.open()).end();
      expect(await (await harness.reopen()).end()).toBe(end);
    },
  },
];
