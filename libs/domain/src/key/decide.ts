import { type Decision, UNCHANGED, append, refuse } from '../decision.ts';
import type { KeyChanges, KeyEvent } from '../events.ts';
import type { KeyDigest } from '../ids.ts';
import { type KeyState, type SecretDigest, isExpired, overlapEnd } from './key.ts';

export type KeyCommand =
  | { readonly type: 'update'; readonly changes: KeyChanges }
  | {
      readonly type: 'rotate';
      readonly secret: SecretDigest;
      /** 0: the old secret ends at once. */ readonly overlapMs: number;
    }
  | { readonly type: 'finish_rotation' }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'revoke' }
  /** By whoever holds the secret of this digest. */
  | { readonly type: 'end_secret'; readonly digest: KeyDigest };

/** What a command does to an existing key at `now` (ms since the epoch); the rules of interfaces.md, "Life cycle". */
export function decideKey(key: KeyState, command: KeyCommand, now: number): Decision<KeyEvent> {
  if (command.type === 'revoke') {
    return key.revoked ? UNCHANGED : { kind: 'append', event: { type: 'key.revoked' }, unconditional: true };
  }
  if (command.type === 'end_secret') return decideEndSecret(key, command.digest, now);
  if (key.revoked) return refuse('key_revoked');
  switch (command.type) {
    case 'update':
      return decideUpdate(key, command.changes);
    case 'rotate':
      return decideRotate(key, command.secret, command.overlapMs, now);
    case 'finish_rotation':
      return hasOlderSecret(key) ? append({ type: 'key.rotation_finished' }) : UNCHANGED;
    case 'pause':
      return key.paused ? UNCHANGED : append({ type: 'key.paused' });
    case 'resume':
      return key.paused ? append({ type: 'key.resumed' }) : UNCHANGED;
    default:
      return command satisfies never;
  }
}

/**
 * The newest secret ends its key, one in its overlap ends itself, one that has ended nothing (security.md,
 * "revoke-by-secret"). Decided at the key's version, so that a rotation which was faster is looked at first.
 */
function decideEndSecret(key: KeyState, digest: KeyDigest, now: number): Decision<KeyEvent> {
  const index = key.secrets.findIndex((secret) => secret.digest === digest);
  const presented = key.secrets[index];
  if (presented === undefined || key.revoked || key.kind === 'public') return UNCHANGED;
  if (index === 0) return append({ type: 'key.revoked' });
  return presented.retired || isExpired(presented.endsAt, now) ? UNCHANGED : append({ type: 'key.rotation_finished' });
}

/** One that no event has ended. That its overlap is over by this clock says nothing about the clocks of nodes. */
const hasOlderSecret = ({ secrets: [, ...older] }: KeyState): boolean => older.some((secret) => !secret.retired);

function decideUpdate(key: KeyState, changes: KeyChanges): Decision<KeyEvent> {
  if (Object.keys(changes).length === 0) return UNCHANGED;
  const origins = changes.restrictions?.origins ?? key.restrictions.origins;
  if (key.kind === 'public' && origins.length === 0) return refuse('origins_required');
  return append({ type: 'key.updated', changes });
}

function decideRotate(key: KeyState, secret: SecretDigest, overlapMs: number, now: number): Decision<KeyEvent> {
  if (key.paused) return refuse('key_paused');
  if (isExpired(key.expiresAt, now)) return refuse('key_expired');
  if (overlapMs === 0) return append({ type: 'key.rotated', secret, overlapEndsAt: null });
  if (overlapEnd(key, now) !== null) return refuse('rotation_in_progress');
  return append({ type: 'key.rotated', secret, overlapEndsAt: now + overlapMs });
}
