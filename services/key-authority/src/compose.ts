import { join } from 'node:path';
import type { AcceptedChange } from '@keyledger/catalogue';
import { Directory, checkpointFile } from '@keyledger/directory';
import { DEFAULT_PROFILE } from '@keyledger/domain';
import { createFeedService, createGrpcServer, createVerifierService } from '@keyledger/grpc';
import { type LeaseState, type Ledger, NO_LEASE, systemClock, systemTimers } from '@keyledger/ports';
import {
  type ComposeContext,
  type Health,
  type Metrics,
  createHealth,
  createMetrics,
  leaseJson,
  listenOn,
  measureApplyLag,
  readTls,
  staleAllowance,
  startOpsServer,
} from '@keyledger/service-kit';
import { type AssembledAuthority, assembleAuthority } from './application/assemble.ts';
import { MeteredVerifier } from './application/metered-verifier.ts';
import { followDigestKeyFolder } from './digests/digest-key-folder.ts';
import { DigestKeys } from './digests/digest-keys.ts';
import { authorizeCalls } from './grpc/call-permissions.ts';
import { createLifecycleService } from './grpc/lifecycle-service.ts';
import { createAdminServer } from './http/index.ts';
import { catchUp } from './ledger/catch-up.ts';
import { lockDataFolder } from './compose/lock-data-folder.ts';
import { openLedger } from './compose/open-ledger.ts';
import { startCanary } from './compose/start-canary.ts';
import { createFreshness, leasePolicy, startLease } from './compose/start-freshness.ts';
import { startCatalogue } from './compose/start-catalogue.ts';
import type { ReplicaFreshness } from './freshness/replica-freshness.ts';
import { Projector } from './ledger/projector.ts';
import type { authoritySettings } from './settings.ts';

type Context = ComposeContext<typeof authoritySettings.settings>;

/** Where the process can be reached, once all ports are open. */
export type AuthorityAddresses = Readonly<Record<'http' | 'grpc' | 'ops', string>>;

interface StartedAuthority {
  readonly authority: AssembledAuthority;
  readonly freshness: ReplicaFreshness;
}

const GRPC_GRACE_MS = 5_000;
/** How long a read waits for a position that this replica has not applied yet. */
const AT_LEAST_WAIT_MS = 5_000;

/** Starts a key authority: what it reads, what it is, and then its ports. */
export async function compose(context: Context, announce: (addresses: AuthorityAddresses) => void): Promise<void> {
  const { lifecycle } = context;
  const health = createHealth();
  const metrics = createMetrics();
  const directory = new Directory();
  let lease = (): LeaseState => NO_LEASE;
  const ops = await startOps(context, health, metrics, directory, () => lease());
  const digestKeys = await startDigestKeys(context, health, directory);
  const ledger = await lifecycle.start(
    'ledger',
    () => openLedger(context.settings, context.logger, lifecycle.fail),
    (part) => part.close(),
  );
  await lockDataFolder(context);
  const { authority, freshness } = await startAuthority(context, health, metrics, ledger, directory, digestKeys);
  lease = () => freshness.lease();
  measure(metrics, directory);
  const grpc = await startGrpc(context, health, metrics, ledger, authority, freshness);
  const http = await startHttp(context, authority);
  await startCanary(context, { health, metrics, directory, digester: digestKeys, authority, freshness });
  const addresses = { http, grpc, ops };
  context.logger.info(addresses, 'listening');
  announce(addresses);
}

function startOps(
  { settings, lifecycle, logger }: Context,
  health: Health,
  metrics: Metrics,
  directory: Directory,
  lease: () => LeaseState,
): Promise<string> {
  const { listenHost: host, opsPort: port } = settings;
  const state = async () => {
    const { position, hash } = await directory.stateHash();
    const shown = leaseJson(lease(), leasePolicy(settings));
    return { ledger_id: directory.ledgerId, position, lease: shown, state_hash: hash };
  };
  const options = { host, port, setting: 'KEYLEDGER_AUTHORITY_OPS_PORT', health, metrics, state, logger };
  return lifecycle
    .start(
      'ops port',
      () => startOpsServer(options),
      (server) => server.close(),
    )
    .then((server) => server.url);
}

async function startDigestKeys(context: Context, health: Health, directory: Directory): Promise<DigestKeys> {
  const { settings, lifecycle, logger } = context;
  const digestKeys = new DigestKeys();
  const check = health.check('digest_keys');
  const report = (): void => {
    const why = digestKeys.whyUnusable(directory.digestKeyIds);
    if (why === null) check.ok();
    else check.failing(why);
  };
  const folder = settings.digestKeys ?? join(settings.dataDir, 'digest-keys');
  await lifecycle.start('digest keys', () =>
    followDigestKeyFolder(
      digestKeys,
      { folder, active: settings.digestKeyActive ?? null, logger, onLoaded: report },
      lifecycle.stopping,
    ),
  );
  return digestKeys;
}

async function startAuthority(
  context: Context,
  health: Health,
  metrics: Metrics,
  ledger: Ledger,
  directory: Directory,
  digester: DigestKeys,
): Promise<StartedAuthority> {
  const { settings, lifecycle, logger } = context;
  const check = health.check('ledger');
  let ready = false;
  const catalogue = await startCatalogue(context, health, metrics);
  const lagOf = measureApplyLag(metrics, systemClock);
  const accepted = (changes: readonly AcceptedChange[]): void => {
    // What is read again at a start was not late.
    if (ready) lagOf(changes.map(({ attempt }) => attempt));
  };
  const projector = new Projector({ follower: ledger, directory, catalogue, timers: systemTimers, accepted });
  const { acknowledged, freshness } = createFreshness(context, ledger, directory, projector);
  const authority = assembleAuthority({
    ledger,
    acknowledged,
    freshness,
    stopping: lifecycle.stopping,
    directory,
    catalogue,
    projector,
    digester,
    logger,
    clock: systemClock,
    profile: DEFAULT_PROFILE,
    environment: settings.environment,
    bootstrap: { admin: settings.adminToken?.reveal() ?? null, node: settings.nodeToken?.reveal() ?? null },
    commandLimit: { burst: settings.commandBurst, perSecond: settings.commandRate },
    commandTimeoutMs: settings.commandTimeout,
    maxKeysPerOrganization: settings.maxKeysPerOrganization,
    isReady: () => ready,
  });
  await lifecycle.start(
    'projector',
    () =>
      catchUp({
        ledger,
        directory,
        catalogue,
        projector,
        log: authority.log,
        clock: systemClock,
        logger,
        checkpoints: checkpointFile(join(settings.dataDir, 'directory.checkpoint')),
        acceptEpoch: settings.acceptEpoch,
        maxHoldMs: settings.maxStaleness + staleAllowance(settings.onLedgerOutage),
        fail: lifecycle.fail,
        hasFailed: () => lifecycle.failure !== undefined,
        stopping: lifecycle.stopping,
      }),
    (running) => running.stop(),
  );
  await startLease(context, health, metrics, directory, freshness);
  await lifecycle.start(
    'revoke-by-secret',
    () => authority.revokeBySecret,
    (part) => part.close(),
  );
  ready = true;
  check.ok();
  return { authority, freshness };
}

function measure(metrics: Metrics, directory: Directory): void {
  const help = 'The position up to which the ledger is applied';
  metrics.measured({ name: 'ledger_applied_position', help }, () => directory.applied);
}

async function startGrpc(
  context: Context,
  health: Health,
  metrics: Metrics,
  ledger: Ledger,
  authority: AssembledAuthority,
  freshness: ReplicaFreshness,
): Promise<string> {
  const { settings, lifecycle, logger } = context;
  const verifications = metrics.counter({
    name: 'verifications_total',
    help: 'Keys verified over gRPC',
    labels: ['result'],
  });
  const verifier = new MeteredVerifier(authority.verifier, (result) => verifications.inc({ result }));
  const tls = readTls(settings);
  const server = createGrpcServer({
    services: [
      createVerifierService({
        verifier,
        ledgerId: () => authority.status().ledgerId,
        waitFor: (position) => authority.projector.waitFor(position, AT_LEAST_WAIT_MS),
      }),
      createLifecycleService(authority),
      createFeedService({ follower: ledger, barriers: freshness.door, reports: freshness.door }),
    ],
    guard: {
      authenticate: (token) => authority.authenticate(token),
      authorizeCall: authorizeCalls(authority.commandLimits),
    },
    serving: () => health.report().ready,
    logger,
    ...(tls === null
      ? {}
      : { tls: { key: tls.key, cert: tls.cert, ...(tls.ca === undefined ? {} : { clientCa: tls.ca }) } }),
  });
  const { listenHost: host, grpcPort: port } = settings;
  const listen = () =>
    listenOn({ host, port, setting: 'KEYLEDGER_AUTHORITY_GRPC_PORT' }, () => server.listen(host, port));
  const bound = await lifecycle.start('gRPC port', listen, () => server.stop(GRPC_GRACE_MS));
  return `${host.includes(':') ? `[${host}]` : host}:${String(bound)}`;
}

async function startHttp({ settings, lifecycle, logger }: Context, authority: AssembledAuthority): Promise<string> {
  const { listenHost: host, httpPort: port } = settings;
  const server = createAdminServer({
    authority,
    logger,
    waitFor: (position) => authority.projector.waitFor(position, AT_LEAST_WAIT_MS),
  });
  const listen = () =>
    listenOn({ host, port, setting: 'KEYLEDGER_AUTHORITY_HTTP_PORT' }, () => server.listen({ host, port }));
  return lifecycle.start('HTTP port', listen, () => server.close());
}
