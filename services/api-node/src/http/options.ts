import type { AddressRange, BucketLimit, Grant, Profile, Route } from '@keyledger/domain';
import type { Clock, Logger, RateLimiter, Verifier } from '@keyledger/ports';
import type { ConnectionRefusal } from '../proxy-protocol/proxied-connections.ts';
import type { ForwardedHeader } from './peer.ts';
import type { PublicCode } from './public-codes.ts';

/** How a request ended: a refusal's code, the upstream's answer, one of the node's own, or nobody left to answer. */
export type Outcome = PublicCode | 'forwarded' | 'accepted' | 'client_closed';

/** A key that is known, as one request used it. */
export interface UsedKey {
  readonly grant: Grant;
  /** Null: the profile has none, or none that fits. */
  readonly route: Route | null;
  /** The key itself is good for what was asked, whatever its limits and the query then came to. */
  readonly admitted: boolean;
}

/** What is known of a request when its answer is over. */
export interface AnsweredRequest {
  readonly clientAddress: string | null;
  /** Null: none that is known, or it was not looked at. */
  readonly key: UsedKey | null;
  /** Of bodies that were passed on. */
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** A header, by its name in lower case, where a trusted proxy has sent it; null: there is none. */
  trustedHeader(name: string): string | null;
}

/** What the port tells whoever counts. Nothing here ever holds a secret. Must not throw. */
export interface PublicHooks {
  /**
   * Once a request, when its answer is over. `status` 499: the client left before. Duration in milliseconds.
   * @param request null: it never became one
   */
  answered(outcome: Outcome, status: number, durationMs: number, request: AnsweredRequest | null): void;
  /** The security event `key_in_query`: a query string carried a key, which was ignored and not forwarded. */
  keyInQuery(clientAddress: string | null, requestId: string): void;
  /** A request was let through beyond a rate limit. */
  overage(): void;
  /** A connection was closed before it could carry a request. */
  connectionRefused(reason: ConnectionRefusal): void;
}

export const NO_HOOKS: PublicHooks = { answered() {}, keyInQuery() {}, overage() {}, connectionRefused() {} };

/** Tells each of them, in this order. */
export const allHooks = (...hooks: readonly PublicHooks[]): PublicHooks => ({
  answered(outcome, status, durationMs, request) {
    for (const one of hooks) one.answered(outcome, status, durationMs, request);
  },
  keyInQuery(clientAddress, requestId) {
    for (const one of hooks) one.keyInQuery(clientAddress, requestId);
  },
  overage() {
    for (const one of hooks) one.overage();
  },
  connectionRefused(reason) {
    for (const one of hooks) one.connectionRefused(reason);
  },
});

/** All in milliseconds. */
export interface PublicTimeouts {
  readonly upstreamConnectMs: number;
  /** From the request's last byte to the answer's head; also how long an upload may stand still. */
  readonly upstreamHeadersMs: number;
  /** Between two pieces of the answer's body. */
  readonly upstreamBodyIdleMs: number;
  /** After it the key counts as not verifiable now. */
  readonly verifyMs: number;
  /** From a connection's or request's first byte to the end of its head; also of a PROXY header, or a reserved route's body. */
  readonly clientHeadersMs: number;
}

export const DEFAULT_TIMEOUTS: PublicTimeouts = {
  upstreamConnectMs: 5_000,
  upstreamHeadersMs: 60_000,
  upstreamBodyIdleMs: 120_000,
  verifyMs: 5_000,
  clientHeadersMs: 15_000,
};

export interface PublicServerOptions {
  readonly verifier: Verifier;
  readonly limiter: RateLimiter;
  /** Where requests go: scheme, host and port; a path in it is not used. */
  readonly upstream: URL;
  /** The environments whose key texts are admitted here; a text that names another is `test_prefix_not_allowed`. */
  readonly environments: readonly string[];
  readonly apiKeysEnabled: boolean;
  /** The profile of now; asked once a request. One that says something else is another object. */
  readonly profile: () => Profile;
  readonly trustedProxies: readonly AddressRange[];
  /** By default `x-forwarded-for`. */
  readonly forwardedHeader?: ForwardedHeader;
  /** Connections come from trusted proxies alone, and begin with a header of the PROXY protocol; by default none does. */
  readonly proxyProtocol?: boolean;
  /** The address of the page that explains the codes, for `Link: <…#code>; rel="help"`. */
  readonly errorDocs: string;
  /**
   * Takes a leaked key's text on, to revoke it. The answer neither waits for that nor tells how it ended, so whoever
   * accepts it retries by itself. False: too many are waiting already, and this one was not accepted.
   */
  readonly revokeBySecret: (secret: string, clientAddress: string | null) => boolean;
  readonly revokeLimit?: BucketLimit;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly hooks?: PublicHooks;
  readonly timeouts?: Partial<PublicTimeouts>;
}
