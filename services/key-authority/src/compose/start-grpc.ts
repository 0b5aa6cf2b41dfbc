import { createFeedService, createGrpcServer, createUsageService, createVerifierService } from '@keyledger/grpc';
import type { Ledger, UsageSink } from '@keyledger/ports';
import { listenOn, readTls } from '@keyledger/service-kit';
import type { AssembledAuthority } from '../application/assemble.ts';
import { MeteredVerifier } from '../application/metered-verifier.ts';
import type { ReplicaFreshness } from '../freshness/replica-freshness.ts';
import { authorizeCalls } from '../grpc/call-permissions.ts';
import { createLifecycleService } from '../grpc/lifecycle-service.ts';
import { AT_LEAST_WAIT_MS, type AuthorityContext } from './context.ts';

const GRACE_MS = 5_000;

export interface GrpcParts {
  readonly ledger: Ledger;
  readonly authority: AssembledAuthority;
  readonly freshness: ReplicaFreshness;
  readonly usage: UsageSink;
}

/** The services that stand in `proto`. @returns their address */
export async function startGrpc(context: AuthorityContext, parts: GrpcParts): Promise<string> {
  const { settings, lifecycle, logger, health, metrics } = context;
  const { ledger, authority, freshness, usage } = parts;
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
      createLifecycleService(authority, AT_LEAST_WAIT_MS),
      createFeedService({ follower: ledger, barriers: freshness.door, reports: freshness.door }),
      createUsageService(usage),
    ],
    guard: {
      authenticate: (token, address) => authority.authenticate(token, { address, origin: '' }),
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
  const bound = await lifecycle.start('gRPC port', listen, () => server.stop(GRACE_MS));
  return `${host.includes(':') ? `[${host}]` : host}:${String(bound)}`;
}
