import type { OrganizationId } from '../ids.ts';

/** What is known of an organization that rules depend on. */
export interface OrganizationState {
  readonly type: 'organization';
  readonly id: OrganizationId;
  readonly slug: string;
  /** Names of the routes that its keys may use; `*`: every route. */
  readonly routes: readonly string[];
  readonly environments: readonly string[];
  readonly tier: string;
  readonly demo: boolean;
  readonly paused: boolean;
}
