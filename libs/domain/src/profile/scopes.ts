export interface ScopeRule {
  readonly name: string;
  /** Public keys may carry it. */
  readonly public: boolean;
  /** Every key carries it, whatever was asked for. */
  readonly granted: boolean;
}

/** The scopes that exist; `any`: every well-formed one. */
export type ScopeRules = 'any' | readonly ScopeRule[];

interface Scopes {
  readonly scopes: ScopeRules;
}

const SCOPE = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}$/;

/** Whether a text can be the name of a scope. */
export const isScopeName = (text: string): boolean => SCOPE.test(text);

export function isKnownScope({ scopes }: Scopes, scope: string): boolean {
  if (!isScopeName(scope)) return false;
  return scopes === 'any' || scopes.some(({ name }) => name === scope);
}

export function isPublicScope({ scopes }: Scopes, scope: string): boolean {
  return scopes === 'any' || scopes.some((rule) => rule.name === scope && rule.public);
}

/** What a new key carries: what it was asked for, and what every key does. */
export function scopesOfNewKey({ scopes }: Scopes, asked: readonly string[]): readonly string[] {
  const granted = scopes === 'any' ? [] : scopes.filter((rule) => rule.granted).map(({ name }) => name);
  return [...new Set([...granted, ...asked])];
}
