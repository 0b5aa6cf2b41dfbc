import { randomInt } from 'node:crypto';
import type { Directory } from '@keyledger/directory';
import type { Clock, Principal } from '@keyledger/ports';
import { type Caller, attemptBy, identify } from '../application/caller.ts';
import type { CommandLog } from './command-log.ts';

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';
const ID_LENGTH = 12;

export const newLedgerId = (): string =>
  Array.from({ length: ID_LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');

const SYSTEM: Principal = { subject: 'key-authority', kind: 'system', role: 'bootstrap', organizationId: null };
/** What happens to the ledger itself at a start is nobody's command. */
export const CALLER: Caller = { principal: SYSTEM, address: '', idempotencyKey: null, reason: 'first start' };

/** Gives a new ledger its identity, which every position names. Of replicas that try at once, the first one wins. */
export async function establishLedger(
  directory: Directory,
  log: CommandLog,
  clock: Clock,
  maxHoldMs: number,
): Promise<void> {
  const identity = identify(CALLER, 'open ledger', {});
  const ledgerId = newLedgerId();
  await log.execute('ledger', identity, () => {
    if (directory.ledgerId !== '') return null;
    return attemptBy(CALLER, identity, 'ledger', 0, { type: 'ledger.opened', ledgerId, maxHoldMs }, clock.wall());
  });
}
