import { join } from 'node:path';
import { Directory, checkpointFile } from '@keyledger/directory';
import { holdOf } from '@keyledger/domain';
import { type Ledger, systemClock, systemTimers } from '@keyledger/ports';
import { measureApplyLag } from '@keyledger/service-kit';
import { type AssembledAuthority, assembleAuthority } from '../application/assemble.ts';
import type { DigestKeys } from '../digests/digest-keys.ts';
import type { ReplicaFreshness } from '../freshness/replica-freshness.ts';
import type { UsageRecords } from '../application/usage-records.ts';
import { type CatchUpOptions, catchUp } from '../ledger/catch-up.ts';
import { Projector } from '../ledger/projector.ts';
import type { AuthorityContext } from './context.ts';
import { startCatalogue } from './start-catalogue.ts';
import { createFreshness, leasePolicy, startLease } from './start-freshness.ts';
import { startUseWatch } from './start-use-watch.ts';
import { startWebhooks } from './start-webhooks.ts';

export interface StartedAuthority {
  readonly authority: AssembledAuthority;
  readonly freshness: ReplicaFreshness;
}

export interface AuthorityParts {
  readonly ledger: Ledger;
  readonly digester: DigestKeys;
  readonly usage: UsageRecords;
}

/** The authority itself, once it has read the whole ledger and may answer for it. */
export async function startAuthority(context: AuthorityContext, parts: AuthorityParts): Promise<StartedAuthority> {
  const { settings, lifecycle, logger, health, metrics, directory, profile, environment } = context;
  const { ledger, digester, usage } = parts;
  const check = health.check('ledger');
  let isReady = false;
  const catalogue = await startCatalogue(context);
  const webhooks = await startWebhooks(context, digester);
  const lagOf = measureApplyLag(metrics, systemClock);
  const projector = new Projector({
    follower: ledger,
    directory,
    catalogue,
    timers: systemTimers,
    accepted(changes) {
      // What is read again at a start was not late.
      if (isReady) lagOf(changes.map(({ attempt }) => attempt));
    },
  });
  const { acknowledged, freshness } = createFreshness(context, ledger, projector);
  const authority = assembleAuthority({
    ledger,
    acknowledged,
    freshness,
    stopping: lifecycle.stopping,
    directory,
    catalogue,
    usage,
    projector,
    digester,
    webhooks: webhooks.parts,
    logger,
    clock: systemClock,
    profile,
    environment,
    bootstrap: { admin: settings.adminToken?.reveal() ?? null, node: settings.nodeToken?.reveal() ?? null },
    commandLimit: { burst: settings.commandBurst, perSecond: settings.commandRate },
    commandTimeoutMs: settings.commandTimeout,
    maxKeysPerOrganization: settings.maxKeysPerOrganization,
    isReady: () => isReady,
  });
  await startReading(context, { ledger, catalogue, projector, log: authority.log });
  await startLease(context, freshness);
  await startUseWatch(context, { catalogue, usage });
  await webhooks.begin({ catalogue, usage });
  await lifecycle.start(
    'revoke-by-secret',
    () => authority.revokeBySecret,
    (part) => part.close(),
  );
  isReady = true;
  check.ok();
  return { authority, freshness };
}

type Read = Pick<CatchUpOptions, 'ledger' | 'catalogue' | 'projector' | 'log'>;

/** Reads the ledger to its end, and on. */
function startReading(context: AuthorityContext, read: Read): Promise<unknown> {
  const { settings, lifecycle, logger, directory } = context;
  const { stopping, fail } = lifecycle;
  const checkpoints = checkpointFile(join(settings.dataDir, 'directory.checkpoint'));
  const maxHoldMs = holdOf(leasePolicy(settings));
  const { acceptEpoch } = settings;
  const hasFailed = (): boolean => lifecycle.failure !== undefined;
  const emptyDirectory = (): Directory => new Directory();
  const options = {
    ...read,
    directory,
    emptyDirectory,
    clock: systemClock,
    logger,
    checkpoints,
    acceptEpoch,
    maxHoldMs,
  };
  return lifecycle.start(
    'projector',
    () => catchUp({ ...options, fail, hasFailed, stopping }),
    (running) => running.stop(),
  );
}
