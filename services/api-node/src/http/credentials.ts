import type { CredentialRules } from '@keyledger/domain';
import type { RequestHead } from './request-head.ts';

/** What a request shows as its key, not yet looked at, or why there is nothing. */
export type Credential =
  | { readonly token: string; readonly refusal: null }
  | { readonly token: null; readonly refusal: 'missing_bearer' | 'malformed_token' };

const MISSING: Credential = { token: null, refusal: 'missing_bearer' };
const MALFORMED: Credential = { token: null, refusal: 'malformed_token' };

/** The scheme in any case (RFC 9110 section 11.1), and all that follows it: a second word makes no key's format. */
const BEARER = /^bearer(?:[ \t]+(.*))?$/i;

/** Check 1 of systems.md, up to the key's format, by the headers of a profile (interfaces.md, "The public port"). */
export class CredentialReader {
  readonly #bearer: boolean;
  readonly #bare: readonly string[];

  constructor({ headers }: CredentialRules) {
    this.#bearer = headers.includes('authorization');
    this.#bare = headers.filter((name) => name !== 'authorization');
  }

  /** Of several headers each may carry the key, but no two of them different ones. */
  read(head: RequestHead, rawHeaders: readonly string[]): Credential {
    const bearer = this.#bearer ? readBearer(head) : MISSING;
    if (this.#bare.length === 0) return bearer;
    return this.#bare.map((name) => readBare(name, rawHeaders)).reduce(joined, bearer);
  }
}

function readBearer(head: RequestHead): Credential {
  if (head.authorization === null) return MISSING;
  if (head.authorizations > 1) return MALFORMED;
  return credentialOf(BEARER.exec(head.authorization)?.[1]);
}

function readBare(name: string, rawHeaders: readonly string[]): Credential {
  let value: string | undefined;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if (rawHeaders[i]?.toLowerCase() !== name) continue;
    if (value !== undefined) return MALFORMED;
    value = rawHeaders[i + 1] ?? '';
  }
  return credentialOf(value);
}

function credentialOf(value: string | undefined): Credential {
  const token = value?.trimEnd();
  return token === undefined || token === '' ? MISSING : { token, refusal: null };
}

function joined(one: Credential, other: Credential): Credential {
  if (one.refusal === 'malformed_token' || other.refusal === 'missing_bearer') return one;
  if (other.refusal === 'malformed_token' || one.refusal === 'missing_bearer') return other;
  return one.token === other.token ? one : MALFORMED;
}
