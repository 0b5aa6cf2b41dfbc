import { readFile, writeFile } from 'node:fs/promises';
import { positionAt } from '@keyledger/domain';
import { expect, it } from 'vitest';
import { acceptanceToken } from '../../src/checkpoint/epoch.ts';
import type { Witness } from '../../src/checkpoint/witness.ts';
import { diskThatRead, history, refusedStart, tokenIn } from './ledgers.ts';
import { NOOP, ReplaceableLedger, type ReplicaDisk, valuesOf } from './replica.ts';

/** Attempts up to 9, and no-ops up to 13. */
const read = (): ReplaceableLedger => new ReplaceableLedger(valuesOf(history())).write(NOOP, NOOP, NOOP, NOOP);

/** The catalogue goes on with two attempts more; the checkpoint stays behind, at 13. */
async function killedLater(disk: ReplicaDisk, ledger: ReplaceableLedger): Promise<void> {
  const before = await readFile(disk.checkpoint);
  await (await disk.start(ledger.write(...valuesOf(history(6)).slice(-2), NOOP))).crash();
  await writeFile(disk.checkpoint, before);
}

/** What each refused start writes, to find the end, is all that the checkpoint missed. */
async function expectAcceptedNextTime(disk: ReplicaDisk, found: ReplaceableLedger): Promise<void> {
  const first = await refusedStart(disk, found);
  expect(first).toMatch(/The checkpoint has read .* The catalogue has read /);
  const second = await refusedStart(disk, found);
  expect(second).not.toContain('The checkpoint has read');
  expect(tokenIn(second)).toBe(tokenIn(first));
  const { ledger } = await disk.live(found, tokenIn(first));
  expect(ledger.previousIds).toContain('first');
}

it('a token that was printed is accepted later, though the checkpoint agrees with the ledger again', async () => {
  const ledger = read();
  const disk = await diskThatRead(ledger);
  await killedLater(disk, ledger);
  await expectAcceptedNextTime(disk, ledger.copy(12));
});

it('a token that was printed is accepted later, though the checkpoint of the epoch before agrees again', async () => {
  const ledger = read();
  const disk = await diskThatRead(ledger);
  const script = history();
  const opened = { ledgerId: 'second', replaces: ['first'], longestHoldMs: 5_000 };
  script.append('ledger', 1, { type: 'ledger.epoch_opened', ...opened });
  ledger.write(...valuesOf(script).slice(-1));
  await killedLater(disk, ledger);
  await expectAcceptedNextTime(disk, ledger.copy(12));
});

it('a token is of what this replica remembers: one that has read further prints another', async () => {
  const ledger = read();
  const [one, other] = [await diskThatRead(ledger), await diskThatRead(ledger)];
  await killedLater(other, ledger);
  const found = ledger.copy(8);
  const token = tokenIn(await refusedStart(one, found.copy()));
  expect(tokenIn(await refusedStart(other, found.copy(), token))).not.toBe(token);
});

it('a token stays the same where a witness is lost that had read less of the same ledger than another', () => {
  const witness = (source: Witness['source'], ledgerId: string, at: number): Witness => {
    const position = positionAt(at);
    return {
      source,
      ledgerIds: [ledgerId],
      position,
      attemptAt: position,
      longestHoldMs: 5_000,
      recognises: () => false,
    };
  };
  const further = witness('checkpoint', 'first', 9);
  const token = acceptanceToken([further], null);
  const less = witness('catalogue', 'first', 8);
  expect(acceptanceToken([further, less], null)).toBe(token);
  expect(acceptanceToken([less, further], null)).toBe(token);
  expect(acceptanceToken([further, witness('catalogue', 'other', 8)], null)).not.toBe(token);
});
