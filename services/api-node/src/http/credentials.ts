import type { RequestHead } from './request-head.ts';

/** The bearer token of a request, not yet looked at, or why there is none. */
export type Credential =
  | { readonly token: string; readonly refusal: null }
  | { readonly token: null; readonly refusal: 'missing_bearer' | 'malformed_token' };

const MISSING: Credential = { token: null, refusal: 'missing_bearer' };
const MALFORMED: Credential = { token: null, refusal: 'malformed_token' };

/** The scheme in any case (RFC 9110 section 11.1), and all that follows it: a second word makes no key's format. */
const BEARER = /^bearer(?:[ \t]+(.*))?$/i;

/** Check 1 of systems.md, up to the key's format (interfaces.md, "The public port"). */
export function readCredential(head: RequestHead): Credential {
  if (head.authorization === null) return MISSING;
  if (head.authorizations > 1) return MALFORMED;
  const token = BEARER.exec(head.authorization)?.[1]?.trimEnd();
  return token === undefined || token === '' ? MISSING : { token, refusal: null };
}
