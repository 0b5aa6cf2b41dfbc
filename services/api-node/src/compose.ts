import type { FreshVerifier } from '@keyledger/client';
import { type AuthorityAccess, RevokeBySecretQueue } from '@keyledger/grpc';
import { systemClock } from '@keyledger/ports';
import { followProfile } from '@keyledger/profile';
import {
  type ComposeContext,
  type Health,
  type Metrics,
  type ProfileInForce,
  createHealth,
  createMetrics,
  listenOn,
  startOpsServer,
  startProfile,
} from '@keyledger/service-kit';
import { authorityAccess } from './compose/authority-access.ts';
import { openCountries } from './compose/open-countries.ts';
import { startLimiter } from './compose/start-limiter.ts';
import { startUsage } from './compose/start-usage.ts';
import { leaseTerms, startVerifier } from './compose/start-verifier.ts';
import { ERROR_PAGE_PATH } from './http/error-page.ts';
import { type PublicHooks, allHooks } from './http/options.ts';
import { createPublicServer } from './http/public-server.ts';
import { stateJson } from './node-state.ts';
import { publicHooks } from './metrics.ts';
import type { apiNodeSettings } from './settings.ts';

type Context = ComposeContext<typeof apiNodeSettings.settings>;

/** Where the process can be reached, once all ports are open. */
export type ApiNodeAddresses = Readonly<Record<'http' | 'ops', string>>;

/** What `/debug/state` shows before the ledger is read. */
const STARTING = { position: null, lease: null, state_hash: null };

/** Starts an API node: the verifier, with its cache and lease, and then the public port. */
export async function compose(context: Context, announce: (addresses: ApiNodeAddresses) => void): Promise<void> {
  const { settings, logger } = context;
  const health = createHealth();
  const metrics = createMetrics();
  const inForce = await startProfile({ ...context, health }, followProfile);
  const countryOf = openCountries(context);
  let state = (): object => STARTING;
  const ops = await startOps(context, health, metrics, () => state());
  const access = authorityAccess(settings);
  const fresh = await startVerifier({ ...context, ...inForce }, health, metrics, access);
  state = () => stateJson(fresh, leaseTerms(settings));
  const usage = await startUsage({ ...context, countryOf }, health, metrics, access);
  const hooks = allHooks(publicHooks(metrics), usage);
  const http = await startPublicPort({ ...context, ...inForce, hooks }, metrics, fresh, access);
  const addresses = { http, ops };
  logger.info(addresses, 'listening');
  announce(addresses);
}

async function startOps(
  { settings, lifecycle, logger }: Context,
  health: Health,
  metrics: Metrics,
  state: () => object,
): Promise<string> {
  const { listenHost: host, opsPort: port } = settings;
  const options = { host, port, setting: 'KEYLEDGER_API_NODE_OPS_PORT', health, metrics, state, logger };
  const server = await lifecycle.start(
    'ops port',
    () => startOpsServer(options),
    (part) => part.close(),
  );
  return server.url;
}

async function startPublicPort(
  context: Context & ProfileInForce & { readonly hooks: PublicHooks },
  metrics: Metrics,
  { verifier, limitSharers }: FreshVerifier,
  access: AuthorityAccess,
): Promise<string> {
  const { settings, lifecycle, logger, profile, environment, hooks } = context;
  const {
    listenHost: host,
    httpPort: port,
    upstream,
    apiKeys,
    trustedProxies,
    forwardedHeader,
    proxyProtocol,
  } = settings;
  if (upstream === undefined) throw new Error('unreachable: the setting is required');
  // Before the port, so that at a stop it delivers what the port has accepted.
  const leaks = await lifecycle.start(
    'revocations by secret',
    () => new RevokeBySecretQueue({ ...access, logger }),
    (part) => part.close(),
  );
  const limiter = await startLimiter(context, metrics, () => limitSharers() ?? 1);
  const server = createPublicServer({
    verifier,
    limiter,
    upstream: new URL(upstream),
    environments: [environment],
    apiKeysEnabled: apiKeys,
    profile,
    trustedProxies: trustedProxies ?? [],
    forwardedHeader,
    proxyProtocol,
    errorDocs: ERROR_PAGE_PATH,
    revokeBySecret: (secret, clientAddress) => leaks.tryEnqueue(secret, clientAddress),
    clock: systemClock,
    logger,
    hooks,
  });
  const listen = () =>
    listenOn({ host, port, setting: 'KEYLEDGER_API_NODE_HTTP_PORT' }, () => server.listen({ host, port }));
  const bound = await lifecycle.start('HTTP port', listen, () => server.close());
  return `http://${host.includes(':') ? `[${host}]` : host}:${String(bound.port)}`;
}
