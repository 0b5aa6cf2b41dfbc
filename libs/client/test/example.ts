import { type FreshVerifier, PLAIN_REQUEST, type Logger, startFreshVerifier } from '@keyledger/client';

/** One for the whole process: the cache and the lease are what it shares. */
export async function startKeys(token: string, endpoints: string[], logger: Logger): Promise<FreshVerifier> {
  const keys = startFreshVerifier({
    endpoints,
    token: () => token,
    environment: 'live',
    terms: { stalenessMs: 5_000, staleAllowanceMs: 0 },
    logger,
  });
  await keys.reading;
  return keys;
}

/** The status to answer a request with: 200, 401, 403, or 503 where nobody can say now. */
export async function statusFor(keys: FreshVerifier, secret: string, scope: string): Promise<number> {
  try {
    const { reasonCode } = await keys.verifier.verify({ ...PLAIN_REQUEST, secret, scopes: [scope] });
    if (reasonCode === '') return 200;
    return reasonCode === 'missing_scope' ? 403 : 401;
  } catch {
    return 503;
  }
}
