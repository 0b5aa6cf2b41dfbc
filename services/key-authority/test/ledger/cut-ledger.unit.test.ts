import { type LedgerPosition, positionAt } from '@keyledger/domain';
import { type Fault, type Ledger } from '@keyledger/ports';
import { expect, test } from 'vitest';
import { Acknowledged } from '../../src/ledger/acknowledged.ts';

/** A replica that has read up to 10, and a ledger that answers every write with this position. */
function acknowledged(position: number, isNew = true) {
  const failed: Fault[] = [];
  const ledger = {
    append: async () => positionAt(position),
    barrier: async () => ({ position: positionAt(position), isNew }),
  } as unknown as Ledger;
  const applied = (): LedgerPosition => positionAt(10);
  return { failed, log: new Acknowledged({ ledger, applied, fail: (fault) => void failed.push(fault) }) };
}

const ENTRY = { key: new Uint8Array(1), value: new Uint8Array(1) };

test.each([10, 4])(
  'a record acknowledged at %i, below what was read, proves nothing and stops the replica',
  async (at) => {
    const { failed, log } = acknowledged(at);
    await expect(log.append(ENTRY)).rejects.toMatchObject({ code: 'ledger_corrupt' });
    await expect(log.prove(positionAt(at))).rejects.toMatchObject({ code: 'ledger_corrupt' });
    expect(failed).toHaveLength(2);
  },
);

test('a proof is not looked for again and again where the ledger was cut', async () => {
  const { failed, log } = acknowledged(7);
  await expect(log.prove(positionAt(9))).rejects.toMatchObject({ code: 'ledger_corrupt' });
  expect(failed).toHaveLength(1);
});

test('a barrier for which nothing is written may stand where the reading is, and not below it', async () => {
  const well = acknowledged(10, false);
  await well.log.prove(positionAt(10));
  expect(well.failed).toEqual([]);
  await expect(acknowledged(9, false).log.prove(positionAt(9))).rejects.toMatchObject({ code: 'ledger_corrupt' });
});
