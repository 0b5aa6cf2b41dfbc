import { categoryOf } from '@keyledger/domain';
import type { UsageCounter } from '@keyledger/usage';
import type { AnsweredRequest, PublicHooks } from '../http/options.ts';
import { type CountryOf, countryOfHeader } from './country.ts';

export interface UsageHooksOptions {
  readonly counter: UsageCounter;
  /** Null: no country is looked up. */
  readonly countryOf: CountryOf | null;
  /** The header in which a trusted proxy tells it, in lower case; null: none does. */
  readonly countryHeader: string | null;
  /** Counting has failed, and the request has not. */
  readonly failed: (error: unknown) => void;
}

const UNKNOWN = { keyId: '', organizationId: '' };

/** Counts what the public port answers: after the answer, and without ever being the reason for another one. */
export function usageHooks(options: UsageHooksOptions): PublicHooks {
  const { counter, failed } = options;
  const safely = (count: () => void): void => {
    try {
      count();
    } catch (error) {
      failed(error);
    }
  };
  return {
    answered: (outcome, status, durationMs, request) =>
      safely(() => {
        if (request?.key != null) count(options, status, durationMs, request);
        if (categoryOf(outcome) === null) return;
        counter.incident({ reason: outcome, clientAddress: request?.clientAddress ?? null, ...idsOf(request) });
      }),
    keyInQuery: (clientAddress) =>
      safely(() => counter.incident({ reason: 'key_in_query', clientAddress, ...UNKNOWN })),
    overage: () => undefined,
    connectionRefused: () => undefined,
  };
}

function idsOf(request: AnsweredRequest | null): typeof UNKNOWN {
  if (request?.key == null) return UNKNOWN;
  const { keyId, organization } = request.key.grant;
  return { keyId, organizationId: organization.id };
}

function count(options: UsageHooksOptions, status: number, durationMs: number, request: AnsweredRequest): void {
  const { key, bytesIn, bytesOut } = request;
  options.counter.answered({
    ...idsOf(request),
    route: key?.route?.name ?? '',
    scopes: key?.route?.scopes ?? [],
    admitted: key?.admitted ?? false,
    status,
    country: countryOf(options, request),
    durationMs,
    bytesIn,
    bytesOut,
  });
}

function countryOf({ countryHeader, countryOf: lookUp }: UsageHooksOptions, request: AnsweredRequest): string {
  const told = countryHeader === null ? null : request.trustedHeader(countryHeader);
  if (told !== null) return countryOfHeader(told);
  return lookUp === null || request.clientAddress === null ? '' : lookUp(request.clientAddress);
}
