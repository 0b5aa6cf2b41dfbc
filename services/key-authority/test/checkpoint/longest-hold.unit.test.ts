import { MAX_HOLD_MS, positionAt } from '@keyledger/domain';
import { describe, expect, it } from 'vitest';
import { type Mismatch, longestHoldOf } from '../../src/checkpoint/epoch.ts';
import type { Witness } from '../../src/checkpoint/witness.ts';

const READ = positionAt(9);
const KNOWN_MS = 5_000;

const mismatch = (witness: Pick<Witness, 'source' | 'ledgerIds' | 'position' | 'longestHoldMs'>): Mismatch => ({
  difference: 'it is empty',
  witness: { ...witness, attemptAt: witness.position, recognises: () => false },
});

describe('where the checkpoint does not know the longest lease, the catalogue', () => {
  const unknown = mismatch({ source: 'checkpoint', ledgerIds: ['first'], position: READ, longestHoldMs: null });

  it.each<[what: string, ledgerIds: readonly [string, ...string[]], position: number, ms: number]>([
    ['tells where it has read the same ledger as far', ['first'], READ, KNOWN_MS],
    ['tells where it has read a later epoch of that ledger', ['second', 'first'], READ, KNOWN_MS],
    ['does not where it has read less', ['first'], READ - 1, MAX_HOLD_MS.most],
    ['does not where it has read another ledger', ['other'], READ, MAX_HOLD_MS.most],
  ])('%s', (_, ledgerIds, position, ms) => {
    const witness = {
      source: 'catalogue',
      ledgerIds,
      position: positionAt(position),
      longestHoldMs: KNOWN_MS,
    } as const;
    expect(longestHoldOf([unknown, mismatch(witness)])).toBe(ms);
    expect(longestHoldOf([mismatch(witness), unknown])).toBe(ms);
  });

  it('does not where it does not know either', () => {
    expect(longestHoldOf([unknown, unknown])).toBe(MAX_HOLD_MS.most);
  });
});
