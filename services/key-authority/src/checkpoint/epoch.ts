import { createHash } from 'node:crypto';
import { MAX_HOLD_MS } from '@keyledger/domain';
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
 * What an operator repeats to accept this ledger in the place of what is remembered, and no other. Its end is left out:
 * other replicas may be writing, and a token that changes with each record could never be given back in time.
 */
export function acceptanceToken(mismatches: Mismatches, found: FoundLedger | null): string {
  const remembered = mismatches.map(({ witness: { ledgerIds, position } }) => [ledgerIds[0], position]);
  const text = JSON.stringify([remembered, found?.state.ledgerId ?? null]);
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
export function refusal(mismatches: Mismatches, found: FoundLedger | null): StartRefused {
  const other = found === null ? 'a ledger without an id' : `ledger ${found.state.ledgerId}`;
  const message =
    `must accept that the ledger was replaced. ${mismatches.map((each) => textOf(each, other)).join('. ')}. Keys ` +
    `that were revoked in what is missing would work again. Restore the ledger as it was; or, to go on with what is ` +
    `there, start with ${SETTING}=${acceptanceToken(mismatches, found)}`;
  return new StartRefused([{ name: SETTING, message }]);
}

function textOf({ witness, difference }: Mismatch, other: string): string {
  const { source, ledgerIds, position, attemptAt } = witness;
  return (
    `The ${source} has read ledger ${ledgerIds[0]} up to position ${String(position)}, with its last attempt at ` +
    `${String(attemptAt)}; found was ${other}: ${difference}`
  );
}
