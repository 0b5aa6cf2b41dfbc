import type { KeyFormat } from '../key-text/key-format.ts';
import type { ScopeRules } from './scopes.ts';
import type { Route } from './route.ts';
import type { Tier } from './tier.ts';

/** What a deployment knows and allows: the vocabulary that requests are checked against (systems.md). */
export interface Profile {
  readonly name: string;
  /** The first is the default of a new organization. */
  readonly environments: readonly [string, ...string[]];
  readonly keyFormat: KeyFormat;
  readonly credentials: CredentialRules;
  readonly scopes: ScopeRules;
  /** The first is the default of a new organization. */
  readonly tiers: readonly [Tier, ...Tier[]];
  readonly expiry: ExpiryRules;
  readonly errors: ErrorRules;
  /** Null: browsers are given no answer of their own. */
  readonly cors: CorsRules | null;
  /** Answers tell of rate limits by the older `X-RateLimit-*` as well. */
  readonly legacyRateLimitHeaders: boolean;
  /** What the upstream is told beside what the node knows of the key: names in lower case, and values. */
  readonly forward: Readonly<Record<string, string>>;
  /** `any`: every path of the upstream is for every usable key. */
  readonly routes: 'any' | readonly Route[];
}

/** Where a request carries its key. */
export interface CredentialRules {
  /** `authorization` carries it as `Bearer`, any other header bare. Names in lower case. */
  readonly headers: readonly [string, ...string[]];
  /** The upstream gets the client's credential as it was sent. */
  readonly keep: boolean;
}

export interface ExpiryRules {
  /** A key is created with a date. */
  readonly required: boolean;
  /** The date may be changed later. */
  readonly mutable: boolean;
}

export interface ErrorRules {
  /** Of the class `api_key_validation_failed`. */
  readonly validationStatus: 400 | 422;
}

/** For browsers, on routes that public keys may use. */
export interface CorsRules {
  /** Request headers that a page may send, beside those of credentials. */
  readonly allowHeaders: readonly string[];
  /** Answer headers that a page may read. */
  readonly exposeHeaders: readonly string[];
  readonly maxAgeSeconds: number;
  /** A secret key together with an `Origin` is a secret in a browser: `key_kind_not_allowed`. */
  readonly refuseSecretKeys: boolean;
}
