import {
  MOST_LIMITS,
  type Profile,
  type RateLimit,
  isKnownScope,
  isOriginEntry,
  parseAddressRange,
  tierOf,
} from '@keyledger/domain';
import { Fault, type FieldError } from '@keyledger/ports';

export const LIMITS = {
  name: 200,
  slug: 63,
  subject: 255,
  reason: 500,
  idempotencyKey: 255,
  listEntries: 100,
  routeName: 200,
  origin: 300,
  metadataBytes: 4_096,
  metadataKey: 100,
  search: 200,
} as const;

// Control characters would let a name forge lines in logs and tables; lone surrogates cannot be written as UTF-8.
const CONTROL = /[\p{Cc}\p{Cs}\u2028\u2029]/u;
/** The last moment that RFC 3339 can write: what lies behind it could be recorded, but not shown. */
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');
const SLUG = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

const PRINTABLE_ASCII = /^[\x20-\x7e]+$/;

export const isIdempotencyKey = (text: string): boolean =>
  text.length <= LIMITS.idempotencyKey && PRINTABLE_ASCII.test(text);

/** For a command whose only input is the reason. @throws Fault `validation_failed` */
export function checkReason({ reason }: { readonly reason: string }): void {
  const problems = new Problems();
  problems.reason(reason);
  problems.assertNone();
}

/** Collects every problem of one request, so that all of them are reported at once. */
export class Problems {
  readonly #errors: FieldError[] = [];

  add(field: string, message: string): void {
    this.#errors.push({ field, message });
  }

  check(holds: boolean, field: string, message: string): void {
    if (!holds) this.add(field, message);
  }

  /** @throws Fault `validation_failed` with all problems */
  assertNone(): void {
    if (this.#errors.length === 0) return;
    throw new Fault('validation_failed', 'The request is not valid; `errors` says where.', { errors: this.#errors });
  }

  name(field: string, text: string): void {
    const length = text.trim().length;
    const fits = length > 0 && text.length <= LIMITS.name && !CONTROL.test(text);
    this.check(fits, field, `1 to ${String(LIMITS.name)} characters, no control characters`);
  }

  reason(text: string): void {
    const fits = text.length <= LIMITS.reason && !CONTROL.test(text);
    this.check(fits, 'reason', `at most ${String(LIMITS.reason)} characters, no control characters`);
  }

  /** As an identity provider has it (OpenID Connect Core, section 2: at most 255 characters). */
  subject(field: string, text: string): void {
    const fits = text.length > 0 && text.length <= LIMITS.subject && text.trim() === text && !CONTROL.test(text);
    this.check(fits, field, `1 to ${String(LIMITS.subject)} characters, no control characters, no space around`);
  }

  slug(field: string, text: string): void {
    this.check(SLUG.test(text), field, '1 to 63 lower-case letters, digits and inner hyphens');
  }

  tier(field: string, tier: string, profile: Profile): void {
    const names = profile.tiers.map(({ name }) => name);
    this.check(names.includes(tier), field, `one of ${names.join(', ')}`);
  }

  /** @param tier what the organization or key has, or is to have */
  limits(limits: RateLimit, tier: string, profile: Profile): void {
    this.check(tierOf(profile.tiers, tier).limit === 'own', 'limits', 'null: the tier leaves no limits to each');
    this.whole('limits.per_hour', limits.perHour, MOST_LIMITS.perHour);
    this.whole('limits.burst', limits.burst, MOST_LIMITS.burst);
  }

  whole(field: string, value: number, most: number): void {
    this.check(
      Number.isInteger(value) && value >= 1 && value <= most,
      field,
      `a whole number from 1 to ${String(most)}`,
    );
  }

  environments(field: string, environments: readonly string[], profile: Profile): void {
    this.list(field, environments);
    const allowed = `one of ${profile.environments.join(', ')}`;
    for (const [index, each] of environments.entries()) {
      this.check(profile.environments.includes(each), `${field}[${String(index)}]`, allowed);
    }
  }

  routes(field: string, routes: readonly string[], profile: Profile): void {
    this.list(field, routes);
    const names = profile.routes === 'any' ? null : ['*', ...profile.routes.map(({ name }) => name)];
    const allowed = names === null ? 'the name of a route, or *' : `one of ${names.join(', ')}`;
    for (const [index, route] of routes.entries()) {
      const fits = route.length > 0 && route.length <= LIMITS.routeName && !CONTROL.test(route);
      this.check(fits && (names?.includes(route) ?? true), `${field}[${String(index)}]`, allowed);
    }
  }

  scopes(field: string, scopes: readonly string[], profile: Profile): void {
    this.list(field, scopes);
    const allowed =
      profile.scopes === 'any' ? 'letters, digits and _ . : -, at most 100' : 'a scope of this deployment';
    for (const [index, scope] of scopes.entries()) {
      this.check(isKnownScope(profile, scope), `${field}[${String(index)}]`, allowed);
    }
  }

  ips(field: string, ips: readonly string[]): void {
    this.list(field, ips);
    for (const [index, text] of ips.entries()) {
      const message = 'an IPv4 or IPv6 address, or a CIDR range without host bits';
      this.check(parseAddressRange(text) !== null, `${field}[${String(index)}]`, message);
    }
  }

  origins(field: string, origins: readonly string[]): void {
    this.list(field, origins);
    for (const [index, text] of origins.entries()) {
      const message = '`scheme://host[:port]` in lower case, a host may begin with `*.`; or `*`';
      this.check(text.length <= LIMITS.origin && isOriginEntry(text), `${field}[${String(index)}]`, message);
    }
  }

  metadata(field: string, metadata: Readonly<Record<string, string>>): void {
    const bytes = Buffer.byteLength(JSON.stringify(metadata));
    this.check(bytes <= LIMITS.metadataBytes, field, `at most ${String(LIMITS.metadataBytes)} bytes as JSON`);
    for (const [key, value] of Object.entries(metadata)) {
      const fits = key.length > 0 && key.length <= LIMITS.metadataKey && !CONTROL.test(key) && !CONTROL.test(value);
      this.check(fits, `${field}.${key.slice(0, 20)}`, 'names of 1 to 100 characters, no control characters');
    }
  }

  future(field: string, timeMs: number | null, now: number): void {
    this.check(
      timeMs === null || (timeMs > now && timeMs <= LATEST),
      field,
      'a time in the future, up to the year 9999',
    );
  }

  list(field: string, values: readonly string[]): void {
    this.check(values.length <= LIMITS.listEntries, field, `at most ${String(LIMITS.listEntries)} entries`);
    this.check(new Set(values).size === values.length, field, 'no entry twice');
  }
}
