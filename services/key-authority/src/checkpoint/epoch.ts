import { createHash } from 'node:crypto';
import type { LedgerState } from '@keyledger/domain';
import { StartRefused } from '@keyledger/service-kit';
import { authoritySettings } from '../settings.ts';
import type { Witness } from './witness.ts';

const SETTING = authoritySettings.settings.acceptEpoch.name;
const TOKEN_DIGITS = 16;

/** What the ledger turned out to be. */
export interface FoundLedger {
  /** Null: it has no identity yet. */
  readonly state: LedgerState | null;
  /** How it differs from what is remembered, in words for operators. */
  readonly difference: string;
}

/**
 * What an operator repeats to accept this ledger in the place of that one, and no other. Its end is left out: other
 * replicas may be writing, and a token that changes with each record could never be given back in time.
 */
export function acceptanceToken({ ledgerIds, position }: Witness, { state }: FoundLedger): string {
  const text = JSON.stringify([ledgerIds[0], position, state?.ledgerId ?? null]);
  return createHash('sha256').update(text).digest('hex').slice(0, TOKEN_DIGITS);
}

/** Whether an operator has accepted, at whatever replica, that the epoch which is remembered is over. */
export const isOver = ({ ledgerIds: [current] }: Witness, { state }: FoundLedger): boolean =>
  state?.previousIds.includes(current) === true;

/** Says what was expected, what was found, and how to go on. */
export function refusal(witness: Witness, found: FoundLedger): StartRefused {
  const { source, ledgerIds, position, attemptAt } = witness;
  const other = found.state === null ? 'a ledger without an id' : `ledger ${found.state.ledgerId}`;
  const message =
    `must accept that the ledger was replaced. The ${source} has read ledger ${ledgerIds[0]} up to position ` +
    `${String(position)}, with its last attempt at ${String(attemptAt)}; found was ${other}: ${found.difference}. Keys ` +
    `that were revoked in what is missing would work again. Restore the ledger as it was; or, to go on with what is ` +
    `there, start with ${SETTING}=${acceptanceToken(witness, found)}`;
  return new StartRefused([{ name: SETTING, message }]);
}
