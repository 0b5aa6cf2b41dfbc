import type { LedgerEvent } from './events.ts';

/** Why a command on something that exists is refused. */
export type Refusal =
  'key_revoked' | 'key_paused' | 'key_expired' | 'rotation_in_progress' | 'origins_required' | 'last_owner';

/** What a command leads to against one state. */
export type Decision<Event extends LedgerEvent = LedgerEvent> =
  | {
      readonly kind: 'append';
      readonly event: Event;
      /** Accepted in any state but an ended one. */ readonly unconditional: boolean;
    }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export const append = <Event extends LedgerEvent>(event: Event): Decision<Event> => ({
  kind: 'append',
  event,
  unconditional: false,
});
export const UNCHANGED = { kind: 'unchanged' } as const;
export const refuse = (refusal: Refusal): Decision<never> => ({ kind: 'refused', refusal });
