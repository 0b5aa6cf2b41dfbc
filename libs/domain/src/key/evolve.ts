import type { KeyChanges, KeyCreated, KeyEvent } from '../events.ts';
import type { KeyId } from '../ids.ts';
import { type KeySecret, type KeyState, SECRETS_KEPT, type SecretDigest } from './key.ts';

const current = (secret: SecretDigest): KeySecret => ({ ...secret, endsAt: null, retired: false });

const retired = (secret: KeySecret): KeySecret => (secret.retired ? secret : { ...secret, retired: true });

/** A secret keeps an end that comes earlier than `endsAt`. */
const ending = (secret: KeySecret, endsAt: number): KeySecret =>
  secret.retired || (secret.endsAt !== null && secret.endsAt <= endsAt) ? secret : { ...secret, endsAt };

export function createKey(id: KeyId, event: KeyCreated): KeyState {
  return {
    type: 'key',
    id,
    organizationId: event.organizationId,
    kind: event.kind,
    environment: event.environment,
    holder: event.holder,
    scopes: event.scopes,
    restrictions: event.restrictions,
    tier: event.tier,
    limits: event.limits,
    expiresAt: event.expiresAt,
    paused: false,
    revoked: false,
    secrets: [current(event.secret)],
  };
}

function change(key: KeyState, changes: KeyChanges): KeyState {
  const { scopes = key.scopes, restrictions = key.restrictions, expiresAt = key.expiresAt } = changes;
  const { tier = key.tier, limits = key.limits } = changes;
  return { ...key, scopes, restrictions, tier, limits, expiresAt };
}

/** The state after an accepted event. */
export function evolveKey(key: KeyState, event: Exclude<KeyEvent, KeyCreated>): KeyState {
  const [newest, ...older] = key.secrets;
  switch (event.type) {
    case 'key.updated':
      return change(key, event.changes);
    case 'key.rotated': {
      const endsAt = event.overlapEndsAt;
      const kept = key.secrets.slice(0, SECRETS_KEPT - 1);
      const previous = endsAt === null ? kept.map(retired) : kept.map((secret) => ending(secret, endsAt));
      return { ...key, secrets: [current(event.secret), ...previous] };
    }
    case 'key.rotation_finished':
      return { ...key, secrets: [newest, ...older.map(retired)] };
    case 'key.paused':
      return { ...key, paused: true };
    case 'key.resumed':
      return { ...key, paused: false };
    case 'key.revoked':
      return { ...key, revoked: true };
    default:
      return event satisfies never;
  }
}
