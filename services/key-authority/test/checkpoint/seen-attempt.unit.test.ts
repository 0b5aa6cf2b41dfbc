import { positionAt } from '@keyledger/domain';
import type { FollowFrom, LedgerBatch, SeenRecord } from '@keyledger/ports';
import { expect, it } from 'vitest';
import { LedgerScript } from '../../../../test/model/ledger-script.ts';
import { NOOP, ReplaceableLedger, newDisk, valuesOf } from './replica.ts';

/** Notes what its followers were told of. */
class AskedLedger extends ReplaceableLedger {
  readonly seen: SeenRecord[] = [];

  override follow(from: FollowFrom, signal: AbortSignal, seen?: SeenRecord): AsyncGenerator<LedgerBatch> {
    if (seen !== undefined) this.seen.push(seen);
    return super.follow(from, signal);
  }
}

/** Three attempts, and two no-ops behind them. */
function ledgerOfThree(): AskedLedger {
  const script = new LedgerScript();
  script.append('ledger', 0, { type: 'ledger.opened', ledgerId: 'first', maxHoldMs: 5_000 });
  script.key(script.organization('acme'));
  return new AskedLedger([...valuesOf(script), NOOP, NOOP]);
}

it('a follower that goes on from a checkpoint looks for the last attempt that is in it; another one for nothing', async () => {
  const ledger = ledgerOfThree();
  const disk = await newDisk();
  await disk.live(ledger);
  expect(ledger.seen).toEqual([]);

  await disk.live(ledger);
  const [seen, ...others] = ledger.seen;
  expect(others).toEqual([]);
  expect(seen?.position).toBe(positionAt(2));
  expect(ledger.records.map((record) => seen?.recognises(record))).toEqual([false, false, true, false, false]);
});
