import type { ReasonCode } from '../authorize/reason-codes.ts';
import { decodePart } from './target.ts';

/** Codes of the class `api_key_validation_failed`. */
export type QueryCode = Extract<
  ReasonCode,
  'invalid_limit' | 'invalid_offset' | 'invalid_sort' | 'invalid_query' | 'unsupported_filter'
>;

/** What the value of one parameter may be. */
export type ParameterForm =
  /** Canonical: no sign, no leading zero, not blank. Both ends are in. */
  | { readonly type: 'integer'; readonly min: number; readonly max: number }
  | { readonly type: 'choice'; readonly values: readonly string[] }
  /** RFC 3339 with an explicit zone. */
  | { readonly type: 'date' }
  | { readonly type: 'text' };

export interface ParameterRule {
  readonly name: string;
  readonly form: ParameterForm;
  /** Where the value does not fit, or the parameter comes twice. */
  readonly code: QueryCode;
}

/** Which parameters a route knows. What it does not know is `unsupported_filter`. */
export interface QueryRules {
  readonly parameters: readonly ParameterRule[];
  /** Pairs of date parameters of which the first must not be later than the second. */
  readonly ranges: readonly (readonly [from: string, to: string])[];
}

export interface QueryRefusal {
  readonly reasonCode: QueryCode;
  /** The parameter that is wrong; null: no single one. */
  readonly field: string | null;
}

/** A query that fits, written anew, so that whoever reads it reads what was checked. */
export interface CheckedQuery {
  readonly query: string;
}

type Pair = readonly [name: string, value: string];

const refuse = (reasonCode: QueryCode, field: string | null): QueryRefusal => ({ reasonCode, field });

/**
 * Check 9 of systems.md. `query` is what stood behind `?`, as it was received. Parameters that are not known are told
 * before values, and values in the order of the query.
 */
export function checkQuery(rules: QueryRules, query: string): CheckedQuery | QueryRefusal {
  const pairs = parseQuery(query);
  if (pairs === null) return refuse('invalid_query', null);
  const ruleOf = new Map(rules.parameters.map((rule) => [rule.name, rule]));
  const unknown = pairs.find(([name]) => !ruleOf.has(name));
  if (unknown !== undefined) return refuse('unsupported_filter', shown(unknown[0]));
  const seen = new Map<string, string>();
  for (const [name, value] of pairs) {
    const rule = ruleOf.get(name);
    if (rule === undefined || seen.has(name) || !fits(rule.form, value)) {
      return refuse(rule?.code ?? 'invalid_query', name);
    }
    seen.set(name, value);
  }
  const isInOrder = rules.ranges.every(([from, to]) => isRange(seen.get(from), seen.get(to)));
  return isInOrder ? { query: serialize(pairs) } : refuse('invalid_query', null);
}

/** As forms are read (URL Standard, `application/x-www-form-urlencoded`), but nothing broken is mended; null: broken. */
function parseQuery(query: string): Pair[] | null {
  if (query === '') return [];
  const pairs: Pair[] = [];
  for (const part of query.split('&')) {
    const at = part.indexOf('=');
    const name = decode(at === -1 ? part : part.slice(0, at));
    const value = decode(at === -1 ? '' : part.slice(at + 1));
    if (name === null || value === null) return null;
    pairs.push([name, value]);
  }
  return pairs;
}

const decode = (text: string): string | null => decodePart(text.replaceAll('+', ' '));

const serialize = (pairs: readonly Pair[]): string =>
  pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');

/** What a client called a parameter, as far as it may be told back. Cut first: half a character is none. */
const shown = (name: string): string => name.slice(0, 100).replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, '\uFFFD');

const CANONICAL_INTEGER = /^(0|[1-9][0-9]{0,14})$/;

function fits(form: ParameterForm, value: string): boolean {
  switch (form.type) {
    case 'integer':
      return CANONICAL_INTEGER.test(value) && Number(value) >= form.min && Number(value) <= form.max;
    case 'choice':
      return form.values.includes(value);
    case 'date':
      return parseDate(value) !== null;
    case 'text':
      return true;
    default:
      return form satisfies never;
  }
}

const RFC_3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** In milliseconds since the epoch; null: no such date, or without a zone (RFC 3339 section 5.6). */
function parseDate(text: string): number | null {
  const [, year, month, day, hour, minute, second] = RFC_3339.exec(text)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined) return null;
  // `Date` would take the 31st of a shorter month for the 1st of the next.
  const daysInMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth) return null;
  if ((hour ?? 0) > 23 || (minute ?? 0) > 59 || (second ?? 0) > 59) return null;
  const time = Date.parse(text.toUpperCase());
  return Number.isNaN(time) ? null : time;
}

function isRange(from: string | undefined, to: string | undefined): boolean {
  const [start, end] = [from, to].map((text) => (text === undefined ? null : parseDate(text)));
  return start === null || start === undefined || end === null || end === undefined || start <= end;
}
