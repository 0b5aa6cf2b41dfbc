import type { Directory } from '@keyledger/directory';
import type { ComposeContext, Health, Metrics, ProfileInForce } from '@keyledger/service-kit';
import type { authoritySettings } from '../settings.ts';

/** What every part of an authority is started with. */
export interface AuthorityContext extends ComposeContext<typeof authoritySettings.settings>, ProfileInForce {
  readonly health: Health;
  readonly metrics: Metrics;
  readonly directory: Directory;
}

/** How long a read waits for a position that this replica has not applied yet. */
export const AT_LEAST_WAIT_MS = 5_000;
