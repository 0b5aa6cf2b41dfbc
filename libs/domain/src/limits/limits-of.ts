import type { Grant } from '../authorize/grant.ts';
import type { Profile } from '../profile/profile.ts';
import type { RateLimit } from '../profile/tier.ts';
import type { LimitedSubject } from './rate-limit-headers.ts';

/** One bucket that a key's requests are taken from. */
export interface AppliedLimit {
  readonly subject: LimitedSubject;
  /** Names the bucket among all of a deployment. */
  readonly bucket: string;
  readonly limit: RateLimit;
}

/** Whose limits are asked for. */
export interface LimitedKey extends Pick<Grant, 'tier' | 'keyId'> {
  readonly organization: Pick<Grant['organization'], 'id'>;
}

/** The limits of a key: its own by its tier, and that of its organization, which all its keys share. */
export function limitsOf(
  { tiers }: Pick<Profile, 'tiers'>,
  { tier: name, keyId, organization }: LimitedKey,
): AppliedLimit[] {
  // A tier that the profile has lost must not be without limits.
  const tier = tiers.find((one) => one.name === name) ?? tiers[0];
  const limits: AppliedLimit[] = [];
  if (tier.limit !== null && tier.limit !== 'own') limits.push({ subject: 'key', bucket: keyId, limit: tier.limit });
  if (tier.organization !== undefined) {
    limits.push({ subject: 'organization', bucket: organization.id, limit: tier.organization });
  }
  return limits;
}
