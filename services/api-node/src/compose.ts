import { DEFAULT_PROFILE } from '@keyledger/domain';
import { RevokeBySecretQueue, StreamVerifier } from '@keyledger/grpc';
import { type Verifier, systemClock, systemTimers } from '@keyledger/ports';
import {
  type ComposeContext,
  type Health,
  type Metrics,
  createHealth,
  createMetrics,
  listenOn,
  startOpsServer,
} from '@keyledger/service-kit';
import {
  CacheFollower,
  type CacheObserver,
  CachingVerifier,
  DEFAULT_CACHE_LIMITS,
  DEFAULT_MISS_LIMITS,
  GrantCache,
  MissLimitedVerifier,
} from '@keyledger/verifier';
import { type AuthorityAccess, authorityAccess } from './compose/authority-access.ts';
import { ERROR_PAGE_PATH } from './http/error-page.ts';
import { createPublicServer } from './http/public-server.ts';
import { cacheObserver, measureCache, publicHooks } from './metrics.ts';
import { openFollower } from './compose/open-follower.ts';
import type { apiNodeSettings } from './settings.ts';

type Context = ComposeContext<typeof apiNodeSettings.settings>;

/** Where the process can be reached, once all ports are open. */
export type ApiNodeAddresses = Readonly<Record<'http' | 'ops', string>>;

/** Starts an API node: the cache and what keeps it true, the verifier stack, and then its ports. */
export async function compose(context: Context, announce: (addresses: ApiNodeAddresses) => void): Promise<void> {
  const { settings, logger } = context;
  const health = createHealth();
  const metrics = createMetrics();
  const cache = new GrantCache({ ...DEFAULT_CACHE_LIMITS, maxGrants: settings.cacheEntries });
  const ops = await startOps(context, health, metrics, cache);
  const access = authorityAccess(settings);
  await startFollowing(context, health, cache, access);
  measureCache(metrics, cache);
  const verifier = await startVerifier(context, cache, access, cacheObserver(metrics));
  const http = await startPublicPort(context, metrics, verifier, access);
  const addresses = { http, ops };
  logger.info(addresses, 'listening');
  announce(addresses);
}

async function startOps(context: Context, health: Health, metrics: Metrics, cache: GrantCache): Promise<string> {
  const { settings, lifecycle, logger } = context;
  const { listenHost: host, opsPort: port } = settings;
  const state = () => ({
    position: cache.applied,
    lease: null,
    state_hash: null,
    cache: { keys: cache.size, unknown: cache.unknownSize },
  });
  const options = { host, port, setting: 'KEYLEDGER_API_NODE_OPS_PORT', health, metrics, state, logger };
  const server = await lifecycle.start(
    'ops port',
    () => startOpsServer(options),
    (part) => part.close(),
  );
  return server.url;
}

/** Resolves when the node reads the ledger: nothing may be cached before. */
async function startFollowing(
  context: Context,
  health: Health,
  cache: GrantCache,
  access: AuthorityAccess,
): Promise<void> {
  const { settings, lifecycle, logger } = context;
  const check = health.check('ledger');
  const opened = await lifecycle.start(
    'ledger follower',
    () => openFollower(settings, access, logger),
    (part) => part.close(),
  );
  const begin = async () => {
    const stopping = new AbortController();
    const reading = Promise.withResolvers<void>();
    const observer = {
      applied: () => {
        check.ok();
        reading.resolve();
      },
      stopped: () => check.failing('the ledger cannot be followed'),
    };
    const lease = { begin() {}, applied() {}, end() {} };
    const { follower } = opened;
    const cacheFollower = new CacheFollower({ cache, follower, lease, observer, logger, timers: systemTimers });
    const running = cacheFollower.run(stopping.signal);
    lifecycle.stopping.addEventListener('abort', () => reading.resolve(), { once: true });
    await reading.promise;
    return { stopping, running };
  };
  await lifecycle.start('cache follower', begin, async ({ stopping, running }) => {
    stopping.abort();
    await running;
  });
}

/** The stack: cache, then the limit on misses, then asking until the answer is new enough, by one stream to an authority. */
async function startVerifier(
  { settings, lifecycle, logger }: Context,
  cache: GrantCache,
  access: AuthorityAccess,
  observer: CacheObserver,
): Promise<Verifier> {
  const remote = await lifecycle.start(
    'authority stream',
    () => new StreamVerifier({ ...access, logger }),
    (part) => part.close(),
  );
  const limits = { ...DEFAULT_MISS_LIMITS, burst: settings.missBurst, perSecond: settings.missRate };
  return new CachingVerifier({
    inner: remote,
    aroundMiss: (asking) => new MissLimitedVerifier(asking, systemClock, limits),
    cache,
    lease: { isHeld: () => true },
    environment: settings.environment,
    clock: systemClock,
    timers: systemTimers,
    observer,
  });
}

async function startPublicPort(
  { settings, lifecycle, logger }: Context,
  metrics: Metrics,
  verifier: Verifier,
  access: AuthorityAccess,
): Promise<string> {
  const { listenHost: host, httpPort: port, environment, upstream, apiKeys, trustedProxies } = settings;
  if (upstream === undefined) throw new Error('unreachable: the setting is required');
  // Before the port, so that at a stop it delivers what the port has accepted.
  const leaks = await lifecycle.start(
    'revocations by secret',
    () => new RevokeBySecretQueue({ ...access, logger }),
    (part) => part.close(),
  );
  const server = createPublicServer({
    verifier,
    upstream: new URL(upstream),
    environments: [environment],
    apiKeysEnabled: apiKeys,
    keyFormat: DEFAULT_PROFILE.keyFormat,
    trustedProxies: trustedProxies ?? [],
    errorDocs: ERROR_PAGE_PATH,
    revokeBySecret: (secret, clientAddress) => leaks.tryEnqueue(secret, clientAddress),
    clock: systemClock,
    logger,
    hooks: publicHooks(metrics),
  });
  const listen = () =>
    listenOn({ host, port, setting: 'KEYLEDGER_API_NODE_HTTP_PORT' }, () => server.listen({ host, port }));
  const bound = await lifecycle.start('HTTP port', listen, () => server.close());
  return `http://${host.includes(':') ? `[${host}]` : host}:${String(bound.port)}`;
}
