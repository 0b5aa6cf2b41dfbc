import { StartRefused } from '@keyledger/service-kit';
import { expect } from 'vitest';
import { LedgerScript } from '../../../../test/model/ledger-script.ts';
import { NOOP, ReplaceableLedger, type ReplicaDisk, newDisk, valuesOf } from './replica.ts';

/** Position 0 opens the ledger, 1 is an organization, from 2 on there are a key's creation and its pause in turns. */
export function history(keys = 4, ledgerId = 'first'): LedgerScript {
  const script = new LedgerScript();
  // Two logs of different ledgers have no record in common.
  script.now += Buffer.from(ledgerId).readUInt32BE();
  script.append('ledger', 0, { type: 'ledger.opened', ledgerId, maxHoldMs: 5_000 });
  const organization = script.organization('acme');
  for (let i = 0; i < keys; i++) script.command(script.key(organization), { type: 'pause' });
  return script;
}

/** Ten attempts, and three no-ops behind them: the last attempt stands at 9, the end is 12. */
export const original = (): ReplaceableLedger => new ReplaceableLedger(valuesOf(history())).write(NOOP, NOOP, NOOP);
export const more = (): Uint8Array[] => valuesOf(history(6)).slice(10);

export async function diskThatRead(ledger: ReplaceableLedger): Promise<ReplicaDisk> {
  const disk = await newDisk();
  await disk.live(ledger);
  return disk;
}

/** What a replica holds that has never read anything else. */
export const heldBySomebodyNew = async (ledger: ReplaceableLedger) => (await newDisk()).live(ledger.copy());

/** What the refusal says; fails where there is none. */
export async function refusedStart(
  disk: ReplicaDisk,
  ledger: ReplaceableLedger,
  acceptEpoch?: string,
): Promise<string> {
  const refusal: unknown = await disk.start(ledger, acceptEpoch).catch((error: unknown) => error);
  if (!(refusal instanceof StartRefused)) throw new Error('it was not refused', { cause: refusal });
  expect(refusal.problems).toHaveLength(1);
  expect(refusal.message).toMatch(/^KEYLEDGER_ACCEPT_EPOCH/);
  return refusal.message;
}

export const tokenIn = (message: string): string => /KEYLEDGER_ACCEPT_EPOCH=([0-9a-f]{16})$/.exec(message)?.[1] ?? '';
