import type { IncomingHttpHeaders } from 'node:http';

/** Who the API node says is calling. */
export interface KeyIdentity {
  readonly id: string;
  readonly organization: string;
  readonly kind: string;
  readonly environment: string;
  readonly scopes: readonly string[];
}

function single(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}

/** Null where no API node stands in front; with one there, these headers come from nobody else. */
export function identityOf(headers: IncomingHttpHeaders): KeyIdentity | null {
  const id = single(headers, 'x-key-id');
  if (id === '') return null;
  return {
    id,
    organization: single(headers, 'x-organization-id'),
    kind: single(headers, 'x-key-kind'),
    environment: single(headers, 'x-key-environment'),
    scopes: single(headers, 'x-key-scopes')
      .split(' ')
      .filter((scope) => scope !== ''),
  };
}
