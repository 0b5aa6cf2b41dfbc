import type { OrganizationId } from '../ids.ts';
import type { RateLimit } from '../profile/tier.ts';

/** What is known of an organization that rules depend on. */
export interface OrganizationState {
  readonly type: 'organization';
  readonly id: OrganizationId;
  readonly slug: string;
  /** Names of the routes that its keys may use; `*`: every route. */
  readonly routes: readonly string[];
  readonly environments: readonly string[];
  readonly tier: string;
  /** Its own, which count while its tier is of those that have none for all; null: none. */
  readonly limits: RateLimit | null;
  readonly demo: boolean;
  readonly paused: boolean;
}
