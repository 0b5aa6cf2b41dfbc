import type { Grant } from '../authorize/grant.ts';
import type { Profile } from '../profile/profile.ts';
import { type RateLimit, tierOf } from '../profile/tier.ts';
import type { LimitedSubject } from './rate-limit-headers.ts';

/** One bucket that a key's requests are taken from. */
export interface AppliedLimit {
  readonly subject: LimitedSubject;
  /** Names the bucket among all of a deployment. */
  readonly bucket: string;
  readonly limit: RateLimit;
}

/** Whose limits are asked for. */
export interface LimitedKey extends Pick<Grant, 'tier' | 'keyId' | 'limits'> {
  readonly organization: Pick<Grant['organization'], 'id'>;
}

/**
 * The limits of a key: by its tier, or its own or its organization's where the tier leaves it to them; and that of its
 * organization by the tier, which all its keys share. A tier that leaves it to those who have none has no limit.
 */
export function limitsOf(
  { tiers }: Pick<Profile, 'tiers'>,
  { tier: name, keyId, organization, limits: own }: LimitedKey,
): AppliedLimit[] {
  const tier = tierOf(tiers, name);
  const limits: AppliedLimit[] = [];
  const limit = tier.limit === 'own' ? own : tier.limit;
  if (limit !== null) limits.push({ subject: 'key', bucket: keyId, limit });
  if (tier.organization !== undefined) {
    limits.push({ subject: 'organization', bucket: organization.id, limit: tier.organization });
  }
  return limits;
}
