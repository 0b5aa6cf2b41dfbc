import { Directory } from '@keyledger/directory';
import { type LeaseState, NO_LEASE } from '@keyledger/ports';
import { followProfile } from '@keyledger/profile';
import { type ComposeContext, type Metrics, createHealth, createMetrics, startProfile } from '@keyledger/service-kit';
import type { AuthorityContext } from './compose/context.ts';
import { lockDataFolder } from './compose/lock-data-folder.ts';
import { openLedger } from './compose/open-ledger.ts';
import { startAuthority } from './compose/start-authority.ts';
import { startCanary } from './compose/start-canary.ts';
import { startDigestKeys } from './compose/start-digest-keys.ts';
import { startGrpc } from './compose/start-grpc.ts';
import { startHttp } from './compose/start-http.ts';
import { startOps } from './compose/start-ops.ts';
import { startUsage } from './compose/start-usage.ts';
import type { authoritySettings } from './settings.ts';

/** Where the process can be reached, once all ports are open. */
export type AuthorityAddresses = Readonly<Record<'http' | 'grpc' | 'ops', string>>;

/** Starts a key authority: what it reads, what it is, and then its ports. */
export async function compose(
  process: ComposeContext<typeof authoritySettings.settings>,
  announce: (addresses: AuthorityAddresses) => void,
): Promise<void> {
  const { lifecycle, logger } = process;
  const directory = new Directory();
  const base = { ...process, health: createHealth(), metrics: createMetrics(), directory };
  const context: AuthorityContext = { ...base, ...(await startProfile(base, followProfile)) };
  let lease = (): LeaseState => NO_LEASE;
  const ops = await startOps(context, () => lease());
  const digester = await startDigestKeys(context);
  const ledger = await lifecycle.start(
    'ledger',
    () => openLedger(context),
    (part) => part.close(),
  );
  await lockDataFolder(context);
  const usage = await startUsage(context);
  const { authority, freshness } = await startAuthority(context, { ledger, digester, usage: usage.records });
  lease = () => freshness.lease();
  measure(context.metrics, directory);
  const grpc = await startGrpc(context, { ledger, authority, freshness, usage: usage.sink });
  const http = await startHttp(context, authority);
  await startCanary(context, { digester, authority, freshness });
  const addresses = { http, grpc, ops };
  logger.info(addresses, 'listening');
  announce(addresses);
}

function measure(metrics: Metrics, directory: Directory): void {
  const help = 'The position up to which the ledger is applied';
  metrics.measured({ name: 'ledger_applied_position', help }, () => directory.applied);
}
