import { afterEach, beforeEach, describe, test } from 'vitest';
import { appending } from './ledger/appending.ts';
import { following } from './ledger/following.ts';
import type { Guarantee, LedgerHarness } from './ledger/harness.ts';
import { lasting } from './ledger/lasting.ts';
import { stopping } from './ledger/stopping.ts';

export type { LedgerHarness } from './ledger/harness.ts';

const GUARANTEES: readonly Guarantee[] = [...appending, ...following, ...stopping, ...lasting];
const TEST_TIMEOUT_MS = 60_000;

/**
 * Runs every guarantee of the ledger port against an adapter, each on a fresh ledger.
 * @param exclusions title of a guarantee that this adapter does not give, and why.
 */
export function ledgerContract(
  name: string,
  makeHarness: () => LedgerHarness | Promise<LedgerHarness>,
  exclusions: Readonly<Record<string, string>> = {},
): void {
  const unknown = Object.keys(exclusions).filter((title) => !GUARANTEES.some((guarantee) => guarantee.title === title));
  if (unknown.length > 0) throw new Error(`exclusions of ${name} name no guarantee: ${unknown.join('; ')}`);

  describe(`the ledger contract: ${name}`, { timeout: TEST_TIMEOUT_MS }, () => {
    let harness: LedgerHarness;
    beforeEach(async () => {
      harness = await makeHarness();
    }, TEST_TIMEOUT_MS);
    afterEach(() => harness.close(), TEST_TIMEOUT_MS);

    for (const { title, holds } of GUARANTEES) {
      const reason = exclusions[title];
      if (reason === undefined) test(title, () => holds(harness));
      else test.skip(`${title} (excluded: ${reason})`);
    }
  });
}
