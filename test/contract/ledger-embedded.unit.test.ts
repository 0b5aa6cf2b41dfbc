import { openEmbeddedLedger } from '@keyledger/ledger-embedded';
import type { Ledger } from '@keyledger/ports';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ledgerContract } from './ledger.contract.ts';

ledgerContract('embedded', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'keyledger-embedded-'));
  let ledger: Ledger | undefined;
  const open = async () => {
    // One process, one handle: the next one opens what the last one closed.
    await ledger?.close();
    ledger = await openEmbeddedLedger({ folder });
    return ledger;
  };
  return {
    open,
    reopen: open,
    async close() {
      await ledger?.close();
      await rm(folder, { recursive: true });
    },
  };
});
