import type { LedgerPosition } from '@keyledger/domain';
import type { LeaseState, Verifier } from '@keyledger/ports';
import type { Authenticate } from '../access/authenticate.ts';
import type { CommandLimits } from '../access/command-limits.ts';
import type { CommandViews } from './command-views.ts';
import type { Effects } from './effects.ts';
import type { KeyCommands } from './key-commands.ts';
import type { LedgerCommands } from './ledger-commands.ts';
import type { MemberCommands } from './member-commands.ts';
import type { NoticeQueries } from './notice-queries.ts';
import type { OrganizationCommands } from './organization-commands.ts';
import type { Queries } from './queries.ts';
import type { RevokeBySecret } from './revoke-by-secret.ts';
import type { TokenCommands } from './token-commands.ts';
import type { UsageQueries } from './usage-queries.ts';
import type { WebhookCommands } from './webhook-commands.ts';
import type { WebhookDeliveries } from './webhook-deliveries.ts';

/** How the ledger and this replica stand. */
export interface LedgerStatus {
  readonly ledgerId: string;
  readonly applied: LedgerPosition;
  readonly ready: boolean;
}

/** What can be said of leases now. */
export interface LeaseStatus {
  /** The longest lease that may be granted, in milliseconds. */
  readonly maxHoldMs: number;
  /** This replica's own. */
  readonly lease: LeaseState;
  /** How many may hold one. */
  readonly holders: number;
}

/** Everything that can be asked of the authority, whatever the way in: REST, gRPC, the console. */
export interface Authority {
  readonly authenticate: Authenticate;
  readonly commandLimits: CommandLimits;
  readonly organizations: OrganizationCommands;
  readonly keys: KeyCommands;
  readonly tokens: TokenCommands;
  readonly members: MemberCommands;
  readonly webhooks: WebhookCommands;
  readonly deliveries: Pick<WebhookDeliveries, 'of'>;
  readonly ledger: LedgerCommands;
  /** How far commands have taken effect. */
  readonly effects: Effects;
  readonly queries: Queries;
  readonly usage: UsageQueries;
  readonly notices: NoticeQueries;
  /** For the answers of commands. */
  readonly views: CommandViews;
  readonly verifier: Verifier;
  readonly revokeBySecret: RevokeBySecret;
  status(): LedgerStatus;
  leases(): LeaseStatus;
}
