import type {
  KeyChanges,
  KeyHolder,
  KeyKind,
  KeyState,
  OrganizationState,
  Profile,
  RateLimit,
  Restrictions,
} from '@keyledger/domain';
import { findPrefix, isPublicScope, scopesOfNewKey } from '@keyledger/domain';
import { Problems } from './validation.ts';

/** What a create may say; what is left out is the default of interfaces.md, "Key JSON". */
export interface CreateKeyInput {
  readonly name: string;
  readonly kind?: KeyKind;
  readonly environment?: string;
  readonly holder?: KeyHolder;
  readonly scopes?: readonly string[];
  readonly restrictions?: Partial<Restrictions>;
  readonly tier?: string | null;
  readonly limits?: RateLimit | null;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly expiresAt?: number | null;
}

export type NewKey = Required<Omit<CreateKeyInput, 'restrictions'>> & { readonly restrictions: Restrictions };

/** What a change may say; a list of `restrictions` that is left out stays as it is. */
export type UpdateKeyInput = Omit<KeyChanges, 'restrictions'> & { readonly restrictions?: Partial<Restrictions> };

export interface KeyDefaults {
  readonly environment: string;
}

/**
 * What a create asks for, whether it says so or leaves it out: the same for every way in, so that a repeat by another one
 * is the same command. The environment that is left out is each process's own.
 */
export const wholeKeyInput = (input: CreateKeyInput) => ({
  name: input.name,
  kind: input.kind ?? 'secret',
  environment: input.environment ?? null,
  holder: input.holder ?? 'organization',
  scopes: input.scopes ?? [],
  restrictions: { ips: input.restrictions?.ips ?? [], origins: input.restrictions?.origins ?? [] },
  tier: input.tier ?? null,
  limits: input.limits ?? null,
  metadata: input.metadata ?? {},
  expiresAt: input.expiresAt ?? null,
});

/** @throws Fault `validation_failed` naming every field that is not as it must be */
export function checkNewKey(
  input: CreateKeyInput,
  reason: string,
  organization: OrganizationState,
  profile: Profile,
  defaults: KeyDefaults,
  now: number,
): NewKey {
  const whole = wholeKeyInput(input);
  const key: NewKey = { ...whole, environment: whole.environment ?? defaults.environment };
  const problems = new Problems();
  const inOrganization = organization.environments.includes(key.environment);
  problems.check(
    profile.environments.includes(key.environment) && inOrganization,
    'environment',
    `one of the organization's environments: ${organization.environments.join(', ')}`,
  );
  checkFormat(problems, key.kind, key.environment, profile);
  checkChanges(problems, key, key.kind, profile, now);
  if (key.limits !== null) problems.limits(key.limits, key.tier ?? organization.tier, profile);
  problems.check(!profile.expiry.required || key.expiresAt !== null, 'expires_at', 'a date: every key here ends');
  problems.reason(reason);
  problems.assertNone();
  return { ...key, scopes: scopesOfNewKey(profile, key.scopes) };
}

/** No text can be made for what the profile has no prefix for. */
export function checkFormat(problems: Problems, kind: KeyKind, environment: string, profile: Profile): void {
  // An unknown environment is told as such.
  if (!profile.environments.includes(environment)) return;
  const isMade = findPrefix(profile.keyFormat, kind, environment) !== null;
  problems.check(isMade, 'kind', `a kind that keys of ${environment} have here`);
}

/**
 * What the event of a change says: it holds whole restrictions, and the scopes that every key has.
 * @throws Fault `validation_failed` naming every field that is not as it must be
 */
export function checkKeyChanges(
  input: UpdateKeyInput,
  reason: string,
  key: KeyState,
  organizationTier: string,
  profile: Profile,
  now: number,
): KeyChanges {
  const changes = wholeChanges(input, key);
  const problems = new Problems();
  checkChanges(problems, changes, key.kind, profile, now);
  const { limits = null, tier = key.tier } = changes;
  if (limits !== null) problems.limits(limits, tier ?? organizationTier, profile);
  checkNewExpiry(problems, changes, key, profile);
  problems.reason(reason);
  problems.assertNone();
  const { scopes } = changes;
  return scopes === undefined ? changes : { ...changes, scopes: scopesOfNewKey(profile, scopes) };
}

function wholeChanges({ restrictions, ...changes }: UpdateKeyInput, key: KeyState): KeyChanges {
  return restrictions === undefined ? changes : { ...changes, restrictions: { ...key.restrictions, ...restrictions } };
}

function checkNewExpiry(problems: Problems, { expiresAt }: KeyChanges, key: KeyState, { expiry }: Profile): void {
  if (expiresAt === undefined || expiresAt === key.expiresAt) return;
  problems.check(expiry.mutable, 'expires_at', 'as it was when the key was made');
  problems.check(!expiry.required || expiresAt !== null, 'expires_at', 'a date: every key here ends');
}

function checkChanges(problems: Problems, changes: KeyChanges, kind: KeyKind, profile: Profile, now: number): void {
  const { name, scopes, restrictions, tier, metadata, expiresAt } = changes;
  if (name !== undefined) problems.name('name', name);
  if (scopes !== undefined) checkScopes(problems, scopes, kind, profile);
  if (restrictions !== undefined) checkRestrictions(problems, restrictions, kind);
  if (tier !== undefined && tier !== null) problems.tier('tier', tier, profile);
  if (metadata !== undefined) problems.metadata('metadata', metadata);
  if (expiresAt !== undefined) problems.future('expires_at', expiresAt, now);
}

function checkScopes(problems: Problems, scopes: readonly string[], kind: KeyKind, profile: Profile): void {
  problems.scopes('scopes', scopes, profile);
  if (kind === 'secret') return;
  for (const [index, scope] of scopes.entries()) {
    problems.check(isPublicScope(profile, scope), `scopes[${String(index)}]`, 'a scope that public keys may carry');
  }
}

function checkRestrictions(problems: Problems, restrictions: Restrictions, kind: KeyKind): void {
  problems.ips('restrictions.ips', restrictions.ips);
  problems.origins('restrictions.origins', restrictions.origins);
  const missing = kind === 'public' && restrictions.origins.length === 0;
  problems.check(!missing, 'restrictions.origins', 'at least one origin for a public key; ["*"] for any');
}
