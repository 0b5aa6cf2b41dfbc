import { Directory, saveCheckpoint } from '@keyledger/directory';
import { positionAt } from '@keyledger/domain';
import { expect, it } from 'vitest';
import { LedgerScript } from '../../../../test/model/ledger-script.ts';
import { sha256Of } from '../../src/checkpoint/witness.ts';
import { NOOP, ReplaceableLedger, newDisk, valuesOf } from './replica.ts';

function openedLedger(): ReplaceableLedger {
  const script = new LedgerScript();
  script.append('ledger', 0, { type: 'ledger.opened', ledgerId: 'first', maxHoldMs: 5_000 });
  const organization = script.organization('acme');
  script.key(organization);
  return new ReplaceableLedger(valuesOf(script));
}

it('a checkpoint whose last attempt stands behind its position refuses no start: the whole ledger is read, and that is said', async () => {
  const ledger = openedLedger();
  const disk = await newDisk();
  const last = ledger.records[2];
  if (last === undefined) throw new Error('no record');
  const attempt = { position: last.position, sha256: sha256Of(last.value) };
  const mark = { ledgerIds: ['first'], position: positionAt(1), attempt } as const;
  await saveCheckpoint(disk.checkpoint, mark, new Directory().snapshot());
  const { applied } = await disk.live(ledger.write(NOOP));
  expect(applied).toBe(3);
  expect(ledger.followed).toContain(0);
  expect(disk.logger.text).toContain('the checkpoint is not used');
});
