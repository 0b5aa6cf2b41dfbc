import { randomInt } from 'node:crypto';
import type { Directory } from '@keyledger/directory';
import type { Clock, Principal } from '@keyledger/ports';
import { type Caller, attemptBy, identify } from '../application/caller.ts';
import type { CommandLog } from './command-log.ts';

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';
const ID_LENGTH = 12;

const newLedgerId = (): string =>
  Array.from({ length: ID_LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');

const SYSTEM: Principal = { subject: 'key-authority', kind: 'system', role: 'bootstrap', organizationId: null };
const CALLER: Caller = { principal: SYSTEM, address: '', idempotencyKey: null, reason: 'first start' };

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

/**
 * Gives a ledger that was shortened or made anew another identity, so that no position of the time before names
 * something else. Of replicas that try at once, the first one wins.
 * @param replaces the ids that it was known by, the newest first
 */
export async function openEpoch(
  directory: Directory,
  log: CommandLog,
  clock: Clock,
  replaces: readonly [string, ...string[]],
): Promise<void> {
  const caller = { ...CALLER, reason: 'an operator accepted that the ledger was replaced' };
  const identity = identify(caller, 'open epoch', { replaces });
  const event = { type: 'ledger.epoch_opened', ledgerId: newLedgerId(), replaces } as const;
  await log.execute('ledger', identity, () => {
    if (directory.ledger.previousIds.includes(replaces[0])) return null;
    const version = directory.aggregate('ledger')?.version ?? 0;
    return attemptBy(caller, identity, 'ledger', version, event, clock.wall());
  });
}
