import type { KeyDigest, KeyId, OrganizationId } from '../ids.ts';
import type { RateLimit } from '../profile/tier.ts';

export type KeyKind = 'secret' | 'public';
export type KeyHolder = 'organization' | 'user';

export interface Restrictions {
  /** Addresses and CIDR ranges; empty: any. */
  readonly ips: readonly string[];
  /** Origins; empty: any or none. */
  readonly origins: readonly string[];
}

/** What is kept of one secret: never the secret. */
export interface SecretDigest {
  readonly digest: KeyDigest;
  readonly digestKeyId: string;
  /** The text before the random part. */
  readonly prefix: string;
  readonly last4: string;
  /** The whole text of a public key, which is no secret. */
  readonly publicKey: string | null;
}

export interface KeySecret extends SecretDigest {
  /** When its overlap ends (ms since the epoch, by the reader's wall clock); null: it has no end. */
  readonly endsAt: number | null;
  /** Ended by an event, whatever any clock says. */
  readonly retired: boolean;
}

/**
 * How many secrets a key remembers. One that has fallen out was ended by a rotation, or its overlap was over before many
 * later ones began: it counts as retired, and its digest leads to the key for ever (libs/directory).
 */
export const SECRETS_KEPT = 16;

/** What is known of a key that rules depend on; names and metadata are the catalogue's. */
export interface KeyState {
  readonly type: 'key';
  readonly id: KeyId;
  readonly organizationId: OrganizationId;
  readonly kind: KeyKind;
  readonly environment: string;
  readonly holder: KeyHolder;
  readonly scopes: readonly string[];
  readonly restrictions: Restrictions;
  /** Null: the organization's. */
  readonly tier: string | null;
  /** Null: the organization's. */
  readonly limits: RateLimit | null;
  /** Milliseconds since the epoch; null: never. */
  readonly expiresAt: number | null;
  readonly paused: boolean;
  readonly revoked: boolean;
  /** Newest first, at most {@link SECRETS_KEPT}; the first is the current one. */
  readonly secrets: readonly [KeySecret, ...KeySecret[]];
}

export type KeyLifecycleState = 'active' | 'transition' | 'paused' | 'revoked';

/** When the running overlap ends, null where there is none at `now`. */
export function overlapEnd(key: KeyState, now: number): number | null {
  const previous = key.secrets[1];
  if (previous === undefined || previous.retired || previous.endsAt === null) return null;
  return previous.endsAt > now ? previous.endsAt : null;
}

export function lifecycleState(key: KeyState, now: number): KeyLifecycleState {
  if (key.revoked) return 'revoked';
  if (key.paused) return 'paused';
  return overlapEnd(key, now) === null ? 'active' : 'transition';
}

export const isExpired = (expiresAt: number | null, now: number): boolean => expiresAt !== null && expiresAt <= now;
