export const ROLES = ['owner', 'administrator', 'operator', 'driver', 'service', 'platform'] as const;

/** What somebody may do: the first four in one organization, `service` and `platform` everywhere (docs/roles.md). */
export type Role = (typeof ROLES)[number];

/** Of one organization, the highest first: who has one may do all that those below it may. */
const LADDER: readonly Role[] = ['owner', 'administrator', 'operator', 'driver'];

/** Whether `role` may do all that `other` may; roles of one organization and those of all are not compared. */
export function includesRole(role: Role, other: Role): boolean {
  const [rank, otherRank] = [LADDER.indexOf(role), LADDER.indexOf(other)];
  return role === other || (rank >= 0 && rank < otherRank);
}
