import type { BucketLimit, LedgerPosition } from '@keyledger/domain';
import type { Clock, Logger } from '@keyledger/ports';
import type { Authority } from '../application/authority.ts';

export interface AdminLimits {
  readonly bodyBytes: number;
  /** Calls of revoke-by-secret from one address, or one /64. */
  readonly revokeBySecret: BucketLimit;
  /** From the first byte of a request to its last, in milliseconds. */
  readonly requestTimeoutMs: number;
  readonly headersTimeoutMs: number;
  /** How long a connection may be silent, in milliseconds. */
  readonly connectionTimeoutMs: number;
}

/** security.md, "Floods". */
export const DEFAULT_ADMIN_LIMITS: AdminLimits = {
  bodyBytes: 1_048_576,
  revokeBySecret: { burst: 20, perSecond: 1 },
  requestTimeoutMs: 30_000,
  headersTimeoutMs: 10_000,
  connectionTimeoutMs: 120_000,
};

export interface AdminServerOptions {
  readonly authority: Authority;
  readonly logger: Logger;
  /**
   * Resolves when everything up to `position` is applied.
   * @throws Fault `not_caught_up` when that takes too long
   */
  readonly waitFor: (position: LedgerPosition) => Promise<void>;
  readonly limits?: Partial<AdminLimits>;
  readonly clock?: Clock;
  /** Host names, without port, that requests may be for; absent: any. */
  readonly allowedHosts?: readonly string[];
  /** Addresses and CIDR ranges whose `X-Forwarded-For` is believed; absent: nobody's. */
  readonly trustedProxies?: readonly string[];
}
