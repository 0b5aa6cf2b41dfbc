import type { CallContext } from '@keyledger/grpc';
import type * as wire from '@keyledger/proto';
import type { Authority } from '../application/authority.ts';
import { DEFAULT_WAIT_MS } from '../application/effects.ts';
import type { Outcome } from '../ledger/command-log.ts';
import { appliedToWire } from './lifecycle-records.ts';
import { waitForOf } from './lifecycle-requests.ts';

/** What is left of the caller's patience for the answer's way back. */
const ANSWER_MS = 250;

/** How far a command has taken effect, having waited no longer than its caller does. */
export async function appliedOf(
  authority: Authority,
  { signal, remainingMs }: CallContext,
  options: wire.CommandOptions__Output | null,
  outcome: Outcome,
): Promise<wire.Applied> {
  const waitMs = Math.max(0, Math.min(DEFAULT_WAIT_MS, remainingMs() - ANSWER_MS));
  const effect = await authority.effects.of(outcome, { waitFor: waitForOf(options), waitMs, signal });
  return appliedToWire(authority.status().ledgerId, outcome.position, effect);
}
