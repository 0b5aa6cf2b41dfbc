import type { KeyKind } from '@keyledger/domain';

/** Who is calling, as the API node says it (interfaces.md, "The public port"). */
export interface Caller {
  readonly keyId: string;
  readonly organizationId: string;
  readonly kind: KeyKind;
  readonly environment: string;
  readonly scopes: readonly string[];
}

/** Headers as `node:http` and frameworks on it have them: names in lower case, repeated ones joined by a comma. */
export type ReceivedHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** One value: what was sent twice has a comma in it. */
const ONE_VALUE = /^[^\s,]+$/;

/**
 * The caller of a request; null where it has not come through an API node of the profile, and nothing may be answered.
 * Headers prove nothing by themselves: no one but API nodes may be able to connect to an upstream.
 * @param forward what the profile's `forward` tells the upstream: names in lower case, and values
 */
export function readCaller(headers: ReceivedHeaders, forward: Readonly<Record<string, string>> = {}): Caller | null {
  const keyId = one(headers, 'x-key-id');
  const organizationId = one(headers, 'x-organization-id');
  const kind = one(headers, 'x-key-kind');
  const environment = one(headers, 'x-key-environment');
  const scopes = headers['x-key-scopes'];
  if (keyId === null || organizationId === null || environment === null) return null;
  if ((kind !== 'secret' && kind !== 'public') || typeof scopes !== 'string') return null;
  if (!Object.entries(forward).every(([name, value]) => headers[name] === value)) return null;
  return { keyId, organizationId, kind, environment, scopes: scopes.split(' ').filter((scope) => scope !== '') };
}

function one(headers: ReceivedHeaders, name: string): string | null {
  const value = headers[name];
  return typeof value === 'string' && ONE_VALUE.test(value) ? value : null;
}
