import { USAGE_GROUPS, type UsageGroup, parseAddress } from '@keyledger/domain';
import { Fault } from '@keyledger/ports';
import type { Duration__Output, Timestamp, Timestamp__Output } from '@keyledger/proto';
import { LIMITS } from '../application/validation.ts';

export function timestamp(timeMs: number | null): Timestamp | null {
  if (timeMs === null) return null;
  const seconds = Math.floor(timeMs / 1000);
  return { seconds, nanos: (timeMs - seconds * 1000) * 1_000_000 };
}

/** What `google.protobuf.Timestamp` allows: the years 1 to 9999. */
const SECONDS = { min: -62_135_596_800, max: 253_402_300_799 };
const MAX_NANOS = 999_999_999;

/** @throws Fault `validation_failed` where the message is no time */
export function timeOf(field: string, { seconds, nanos }: Timestamp__Output): number {
  const isTime = seconds >= SECONDS.min && seconds <= SECONDS.max && nanos >= 0 && nanos <= MAX_NANOS;
  if (!isTime) throw invalid(field, 'a time of the years 1 to 9999, with 0 to 999999999 nanos');
  return seconds * 1000 + Math.floor(nanos / 1_000_000);
}

/** Null where the caller left it out. @throws Fault `validation_failed` */
export const timeOrNull = (field: string, time: Timestamp__Output | null): number | null =>
  time === null ? null : timeOf(field, time);

export const durationMs = (duration: Duration__Output): number =>
  duration.seconds * 1000 + Math.floor(duration.nanos / 1_000_000);

/** One of a closed set, or undefined where the caller left it out. @throws Fault `validation_failed` */
export function oneOf<const T extends string>(field: string, text: string, allowed: readonly T[]): T | undefined {
  return text === '' ? undefined : someOf(field, text, allowed);
}

/** One of a closed set. @throws Fault `validation_failed`, also where the caller left it out */
export function someOf<const T extends string>(field: string, text: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === text);
  if (found === undefined) throw invalid(field, `one of ${allowed.join(', ')}`);
  return found;
}

/** @throws Fault `validation_failed` */
export function groupsOf(field: string, names: readonly string[]): readonly UsageGroup[] {
  if (new Set(names).size !== names.length) throw invalid(field, 'each at most once');
  return names.map((name) => someOf(field, name, USAGE_GROUPS));
}

/** An IP address, or empty where the caller left it out. @throws Fault `validation_failed` */
export function addressOf(field: string, text: string): string {
  if (text !== '' && parseAddress(text) === null) throw invalid(field, 'an IPv4 or IPv6 address');
  return text;
}

/** Null where the caller left it out. @throws Fault `validation_failed` */
export function searchOf(text: string): string | null {
  if (text.length > LIMITS.search) throw invalid('q', `at most ${String(LIMITS.search)} characters`);
  return orNull(text);
}

export function invalid(field: string, message: string): Fault {
  return new Fault('validation_failed', 'The request is not valid.', { errors: [{ field, message }] });
}

export const orNull = (text: string): string | null => (text === '' ? null : text);
