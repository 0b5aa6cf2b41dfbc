import { createHash } from 'node:crypto';
import { type LedgerPosition, MAX_HOLD_MS } from '@keyledger/domain';
import { StartRefused } from '@keyledger/service-kit';
import { authoritySettings } from '../settings.ts';
import type { FoundLedger } from './found-ledger.ts';
import type { Witness } from './witness.ts';

const SETTING = authoritySettings.settings.acceptEpoch.name;
const TOKEN_DIGITS = 16;

/** A witness of another ledger than the one that was found. */
export interface Mismatch {
  readonly witness: Witness;
  /** How the ledger differs from what is remembered, in words for operators. */
  readonly difference: string;
}

/** One at least. */
export type Mismatches = readonly [Mismatch, ...Mismatch[]];

/**
 * What an operator repeats to accept this ledger in the place of what is remembered. Its end is left out, and with it
 * which witnesses differ, as a no-op more may decide that: other replicas may be writing, each refused start writes, and
 * a token that changes with each record could never be given back in time.
 * @param witnesses those that agree with the ledger as well; of those of one ledger, the one with the last attempt counts
 */
export function acceptanceToken(witnesses: readonly Witness[], found: FoundLedger | null): string {
  const remembered = new Map<string, LedgerPosition>();
  for (const { ledgerIds, attemptAt } of witnesses) {
    const highest = remembered.get(ledgerIds[0]);
    if (highest === undefined || highest < attemptAt) remembered.set(ledgerIds[0], attemptAt);
  }
  const text = JSON.stringify([[...remembered], found?.state.ledgerId ?? null]);
  return createHash('sha256').update(text).digest('hex').slice(0, TOKEN_DIGITS);
}

/** Whether an operator has accepted, at whatever replica, that the epoch which is remembered is over. */
export const isOver = ({ ledgerIds: [current] }: Witness, found: FoundLedger | null): boolean =>
  found?.state.previousIds.includes(current) === true;

/** The ids by which what is lost was known. */
export const idsOf = (mismatches: Mismatches): readonly string[] => [
  ...new Set(mismatches.flatMap(({ witness }) => witness.ledgerIds)),
];

/** The longest lease that could be granted in what is lost, in milliseconds; where that is not known, that there may be. */
export function longestHoldOf(mismatches: Mismatches): number {
  const witnesses = mismatches.map(({ witness }) => witness);
  const isKnownOf = ({ ledgerIds: [id], attemptAt }: Witness): boolean =>
    witnesses.some((each) => each.longestHoldMs !== null && each.ledgerIds.includes(id) && each.position >= attemptAt);
  if (!witnesses.every(isKnownOf)) return MAX_HOLD_MS.most;
  return Math.max(...witnesses.map(({ longestHoldMs }) => longestHoldMs ?? 0));
}

/** Says what was expected, what was found, and how to go on. */
export function refusal(mismatches: Mismatches, found: FoundLedger | null, token: string): StartRefused {
  const other = found === null ? 'a ledger without an id' : `ledger ${found.state.ledgerId}`;
  const message =
    `must accept that the ledger was replaced. ${mismatches.map((each) => textOf(each, other)).join('. ')}. Keys ` +
    `that were revoked in what is missing would work again. Restore the ledger as it was; or, to go on with what is ` +
    `there, start with ${SETTING}=${token}`;
  return new StartRefused([{ name: SETTING, message }]);
}

function textOf({ witness, difference }: Mismatch, other: string): string {
  const { source, ledgerIds, position, attemptAt } = witness;
  return (
    `The ${source} has read ledger ${ledgerIds[0]} up to position ${String(position)}, with its last attempt at ` +
    `${String(attemptAt)}; found was ${other}: ${difference}`
  );
}
