import { status } from '@grpc/grpc-js';
import type { Logger } from '@keyledger/ports';
import { isServiceError } from './status.ts';

/** What no retry mends: the token, or what it may do. */
const REFUSALS: ReadonlySet<status> = new Set([status.UNAUTHENTICATED, status.PERMISSION_DENIED]);

/** Logs why an authority is not reached any more. */
export function logLost(logger: Logger, endpoint: string, error: unknown, what: string): void {
  const fields = { endpoint, error: error instanceof Error ? error.message : undefined };
  const refused = isServiceError(error) && REFUSALS.has(error.code);
  if (refused) logger.error(fields, 'the authority refuses this process');
  else logger.warn(fields, what);
}
