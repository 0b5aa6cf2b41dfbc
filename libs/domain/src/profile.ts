import { type KeyFormat, defaultKeyFormat } from './key-text/key-format.ts';

/** What a deployment knows and allows: the vocabulary that requests are checked against. */
export interface Profile {
  readonly name: string;
  readonly environments: readonly string[];
  readonly keyFormat: KeyFormat;
  /** The scopes that exist; `any`: every well-formed one. */
  readonly scopes: 'any' | readonly ScopeRule[];
  /** The first is the default of a new organization. */
  readonly tiers: readonly [string, ...string[]];
}

export interface ScopeRule {
  readonly name: string;
  /** Public keys may carry it. */
  readonly public: boolean;
}

const DEFAULT_ENVIRONMENTS = ['live', 'test'] as const;

export const DEFAULT_PROFILE: Profile = {
  name: 'default',
  environments: DEFAULT_ENVIRONMENTS,
  keyFormat: defaultKeyFormat(DEFAULT_ENVIRONMENTS),
  scopes: 'any',
  tiers: ['free', 'starter', 'pro', 'enterprise'],
};

const SCOPE = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}$/;

export function isKnownScope(profile: Profile, scope: string): boolean {
  if (!SCOPE.test(scope)) return false;
  return profile.scopes === 'any' || profile.scopes.some((rule) => rule.name === scope);
}

export function isPublicScope(profile: Profile, scope: string): boolean {
  return profile.scopes === 'any' || profile.scopes.some((rule) => rule.name === scope && rule.public);
}
