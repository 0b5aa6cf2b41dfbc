import { Fault } from '@keyledger/ports';

/** How many tokens that are not revoked an organization can hold. */
export const MAX_TOKENS = 1_000;
/** How many members that are not removed an organization can hold. */
export const MAX_MEMBERS = 10_000;
/** How many webhooks that are not removed an organization can hold. */
export const MAX_WEBHOOKS = 16;

/**
 * Every replica holds all of them in memory. What two commands add at the same time is not counted against each other.
 * @param what in the plural
 * @throws Fault `validation_failed` where an organization holds as many as it can
 */
export function demandRoom(held: number, most: number, what: string): void {
  if (held < most) return;
  const message = `An organization can hold ${String(most)} ${what}.`;
  throw new Fault('validation_failed', message, { errors: [{ field: 'organization_id', message }] });
}
