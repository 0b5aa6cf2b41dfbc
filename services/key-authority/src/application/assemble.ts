import type { Directory } from '@keyledger/directory';
import type { BucketLimit, Profile } from '@keyledger/domain';
import type { Clock, Digester, Ledger, Logger } from '@keyledger/ports';
import { type BootstrapTokens, createAuthenticate } from '../access/authenticate.ts';
import { QueryLimits } from '../access/query-limits.ts';
import { CommandLimits } from '../access/command-limits.ts';
import type { CatalogueFeed } from '../ledger/catalogue-feed.ts';
import type { Acknowledged } from '../ledger/acknowledged.ts';
import { CommandLog } from '../ledger/command-log.ts';
import type { Projector } from '../ledger/projector.ts';
import type { Authority } from './authority.ts';
import { CommandViews } from './command-views.ts';
import { DirectoryVerifier } from './directory-verifier.ts';
import { Effects } from './effects.ts';
import type { Freshness } from './freshness.ts';
import { KeyCommands } from './key-commands.ts';
import { LedgerCommands } from './ledger-commands.ts';
import { MemberCommands } from './member-commands.ts';
import { NoticeQueries } from './notice-queries.ts';
import { OrganizationCommands } from './organization-commands.ts';
import { Queries } from './queries.ts';
import { LeasedVerifier } from '../freshness/leased-verifier.ts';
import { RevokeBySecret } from './revoke-by-secret.ts';
import { TokenCommands } from './token-commands.ts';
import { UsageQueries } from './usage-queries.ts';
import type { UsageRecords } from './usage-records.ts';
import { WebhookCommands } from './webhook-commands.ts';
import type { WebhookParts } from './webhook-deliveries.ts';
import type { WebhookKeys } from './webhook-secrets.ts';

/** What an authority is made of: the adapters, and what its settings say. */
export interface AuthorityParts {
  readonly ledger: Ledger;
  readonly acknowledged: Acknowledged;
  readonly directory: Directory;
  readonly catalogue: CatalogueFeed;
  readonly usage: UsageRecords;
  readonly projector: Projector;
  readonly digester: Digester & WebhookKeys;
  readonly webhooks: WebhookParts;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The profile of now. */
  readonly profile: () => Profile;
  readonly environment: string;
  readonly bootstrap: BootstrapTokens;
  /** For the commands of one principal. */
  readonly commandLimit: BucketLimit;
  /** How long a command tries to learn its outcome. */
  readonly commandTimeoutMs: number;
  readonly maxKeysPerOrganization: number;
  /** Whether the directory has caught up with what the ledger held at the start. */
  readonly isReady: () => boolean;
  readonly freshness: Freshness;
  /** Aborts when the process is asked to stop. */
  readonly stopping: AbortSignal;
}

export interface AssembledAuthority extends Authority {
  readonly log: CommandLog;
  readonly projector: Projector;
}

/** Puts the application together; starts nothing. */
export function assembleAuthority(parts: AuthorityParts): AssembledAuthority {
  const { acknowledged, directory, projector, clock, commandTimeoutMs, isReady, freshness } = parts;
  const { usage: records } = parts;
  const log = new CommandLog({ ...parts, deadlineMs: commandTimeoutMs });
  const keys = new KeyCommands({ ...parts, log });
  const limits = new QueryLimits(clock);
  const queries = new Queries({ ...parts, usage: records, limits });
  const directoryVerifier = new DirectoryVerifier(parts);
  const verifier = new LeasedVerifier(directoryVerifier, freshness.held);
  return {
    log,
    projector,
    keys,
    verifier,
    commandLimits: new CommandLimits(parts.commandLimit, clock),
    authenticate: createAuthenticate({ ...parts, lease: freshness.held, verifier }),
    organizations: new OrganizationCommands({ ...parts, log }),
    tokens: new TokenCommands({ ...parts, log }),
    members: new MemberCommands({ ...parts, log }),
    webhooks: new WebhookCommands({ ...parts, ...parts.webhooks, keys: parts.digester, log }),
    deliveries: parts.webhooks.deliveries,
    ledger: new LedgerCommands({ ...parts, log }),
    effects: new Effects(parts),
    views: new CommandViews({ ...parts, usage: records }),
    queries,
    notices: new NoticeQueries({ ...parts, limits }),
    usage: new UsageQueries({ records, queries, limits, clock }),
    revokeBySecret: new RevokeBySecret({
      ...parts,
      keys,
      verifier: directoryVerifier,
      catchUp: async () => projector.waitFor(await acknowledged.current(), commandTimeoutMs),
    }),
    status: () => ({ ledgerId: directory.ledgerId, applied: directory.applied, ready: isReady() }),
    leases: () => ({
      maxHoldMs: directory.ledger.maxHoldMs,
      lease: freshness.lease(),
      holders: freshness.holders(),
    }),
  };
}
