import type { Refusal } from '@keyledger/domain';
import { Fault, type FaultCode } from '@keyledger/ports';

const FAULTS: Readonly<Record<Refusal, readonly [FaultCode, string]>> = {
  key_revoked: ['key_revoked', 'The key is revoked; nothing about it can change any more.'],
  key_paused: ['key_paused', 'The key is paused; resume it first.'],
  key_expired: ['key_expired', 'The key has expired.'],
  rotation_in_progress: [
    'rotation_in_progress',
    'A rotation overlap is running; finish it first, or rotate with overlap PT0S.',
  ],
  last_owner: ['last_owner', 'The organization has no other owner; make another one first.'],
  origins_required: ['validation_failed', 'A public key needs at least one origin.'],
};

/** How a caller learns why the rules refuse a command. */
export function refusalFault(refusal: Refusal): Fault {
  const [code, text] = FAULTS[refusal];
  const errors =
    refusal === 'origins_required' ? [{ field: 'restrictions.origins', message: 'at least one origin' }] : [];
  return new Fault(code, text, { errors });
}
