import type { KeyState, Profile } from '@keyledger/domain';
import { checkFormat } from './key-input.ts';
import { Problems } from './validation.ts';

/** How long the secret before goes on working where nobody says. */
export const DEFAULT_OVERLAP_MS = 24 * 60 * 60 * 1000;
const MAX_OVERLAP_MS = 90 * DEFAULT_OVERLAP_MS;

/** @throws Fault `validation_failed` */
export function checkRotation(
  overlapMs: number,
  reason: string,
  { kind, environment }: KeyState,
  profile: Profile,
): void {
  const problems = new Problems();
  checkFormat(problems, kind, environment, profile);
  problems.check(overlapMs >= 0 && overlapMs <= MAX_OVERLAP_MS, 'overlap', 'a duration from PT0S to P90D');
  problems.reason(reason);
  problems.assertNone();
}
