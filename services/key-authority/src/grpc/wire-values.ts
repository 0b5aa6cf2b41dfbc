import { Fault } from '@keyledger/ports';
import type { Duration__Output, Timestamp, Timestamp__Output } from '@keyledger/proto';

export function timestamp(timeMs: number | null): Timestamp | null {
  if (timeMs === null) return null;
  const seconds = Math.floor(timeMs / 1000);
  return { seconds, nanos: (timeMs - seconds * 1000) * 1_000_000 };
}

export const timeOf = (time: Timestamp__Output): number => time.seconds * 1000 + Math.floor(time.nanos / 1_000_000);

export const durationMs = (duration: Duration__Output): number =>
  duration.seconds * 1000 + Math.floor(duration.nanos / 1_000_000);

/** One of a closed set, or undefined where the caller left it out. @throws Fault `validation_failed` */
export function oneOf<const T extends string>(field: string, text: string, allowed: readonly T[]): T | undefined {
  if (text === '') return undefined;
  const found = allowed.find((each) => each === text);
  if (found === undefined) throw invalid(field, `one of ${allowed.join(', ')}`);
  return found;
}

export function invalid(field: string, message: string): Fault {
  return new Fault('validation_failed', 'The request is not valid.', { errors: [{ field, message }] });
}

export const orNull = (text: string): string | null => (text === '' ? null : text);
