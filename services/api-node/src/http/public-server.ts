import { lookup } from 'node:dns/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TokenBuckets } from '@keyledger/domain';
import type { FastifyInstance } from 'fastify';
import { requireProxyHeaders } from '../proxy-protocol/proxied-connections.ts';
import { proxiedPeers } from '../proxy-protocol/proxied-peers.ts';
import { createApp } from './app.ts';
import { ConnectionErrors } from './connection-errors.ts';
import type { Exchange, ExchangeContext } from './exchange.ts';
import { Gate } from './gate.ts';
import { openExchange } from './open-exchange.ts';
import { DEFAULT_TIMEOUTS, NO_HOOKS, type PublicServerOptions } from './options.ts';
import { Peers } from './peer.ts';
import { CurrentRules } from './port-rules.ts';
import { RateLimits } from './rate-limits.ts';
import { reservedRoutes } from './reserved-routes.ts';
import { UpstreamProxy } from './upstream-proxy.ts';

const DEFAULT_REVOKE_LIMIT = { burst: 20, perSecond: 1 };
const DEFAULT_CLOSE_DEADLINE_MS = 10_000;
const SWEEP_MS = 50;

export interface PublicServer {
  /** For what comes beside: further plugins below `/_keyledger/`, before {@link listen}. */
  readonly app: FastifyInstance;
  /** Port 0: any. Rejects where the address is taken. */
  listen(address: { readonly host: string; readonly port: number }): Promise<AddressInfo>;
  /** Takes nothing new, lets requests under way finish, and ends what is left after the deadline (ms). */
  close(deadlineMs?: number): Promise<void>;
}

/** The public port of an api-node: checks the key of every request and passes it on (interfaces.md, "The public port"). */
export function createPublicServer(options: PublicServerOptions): PublicServer {
  const { clock, logger, hooks = NO_HOOKS } = options;
  const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
  const rules = new CurrentRules(options.profile, options.errorDocs);
  const peers = new Peers(options.trustedProxies, options.forwardedHeader);
  const context: ExchangeContext = { peers, rules, clock, hooks, closing: false };
  const open = (req: IncomingMessage, res: ServerResponse): Exchange | null => openExchange(context, req, res);
  const proxy = new UpstreamProxy(options.upstream, timeouts, logger);
  const gate = new Gate({
    ...options,
    limits: new RateLimits(options.limiter),
    hooks,
    proxy,
    verifyMs: timeouts.verifyMs,
  });
  const connections = proxiedPeers(peers, { clock, logger, hooks, deadlineMs: timeouts.clientHeadersMs });
  const app = createApp(timeouts, {
    ...(options.proxyProtocol === true ? { beforeHttp: (server) => requireProxyHeaders(server, connections) } : {}),
    connectionErrors: new ConnectionErrors(rules, hooks),
    proxied: (req, res) => {
      const exchange = open(req, res);
      if (exchange !== null) gate.handle(exchange);
    },
    unroutable: (req, res) => open(req, res)?.refuse('not_found'),
  });
  const revokeLimiter = new TokenBuckets(options.revokeLimit ?? DEFAULT_REVOKE_LIMIT);
  void app.register(
    (scope, _options, done) => {
      reservedRoutes(scope, { ...options, open, revokeLimiter, bodyMs: timeouts.clientHeadersMs });
      done();
    },
    { prefix: '/_keyledger' },
  );
  return {
    app,
    listen: async (address) => {
      // Of the name `localhost` Fastify would serve further addresses by servers of its own, without the port's rules.
      const { address: host } = await lookup(address.host, { order: 'ipv4first' });
      await app.listen({ host, port: address.port });
      return app.server.address() as AddressInfo;
    },
    close: (deadlineMs = DEFAULT_CLOSE_DEADLINE_MS) => {
      context.closing = true;
      return close(app, proxy, deadlineMs);
    },
  };
}

async function close(app: FastifyInstance, proxy: UpstreamProxy, deadlineMs: number): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), deadlineMs);
  // A connection whose answer had begun before the stop is idle only later.
  const sweep = setInterval(() => app.server.closeIdleConnections(), SWEEP_MS);
  try {
    await app.close();
  } finally {
    clearTimeout(cut);
    clearInterval(sweep);
    await proxy.destroy();
  }
}
