import type { Clock, Logger } from '@keyledger/ports';
import type { PublicHooks } from '../http/options.ts';
import type { Peers } from '../http/peer.ts';
import type { ConnectionRefusal, ProxiedConnections } from './proxied-connections.ts';

/** Whoever can reach the port can cause refusals: of each kind one is logged in this time, and all are counted. */
const LOG_INTERVAL_MS = 60_000;

export interface ProxiedPeersOptions {
  readonly deadlineMs: number;
  readonly hooks: PublicHooks;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Makes what the headers of connections say known to the rules of the port, and what is refused to its operator. */
export function proxiedPeers(peers: Peers, options: ProxiedPeersOptions): ProxiedConnections {
  const { deadlineMs, hooks, clock, logger } = options;
  const loggedAt = new Map<ConnectionRefusal, number>();
  return {
    deadlineMs,
    isTrusted: (socket) => peers.of(socket).trusted,
    told: (socket, source) => peers.tell(socket, source),
    refused(socket, reason) {
      hooks.connectionRefused(reason);
      const now = clock.monotonic();
      if (now - (loggedAt.get(reason) ?? -Infinity) < LOG_INTERVAL_MS) return;
      loggedAt.set(reason, now);
      logger.warn({ reason, peer: peers.of(socket).address }, 'connection refused: no PROXY header of a trusted proxy');
    },
  };
}
