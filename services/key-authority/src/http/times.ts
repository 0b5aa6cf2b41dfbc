const RFC_3339 = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(?:[Zz]|([+-])([01]\d|2[0-3]):([0-5]\d))$/;
const MINUTE_MS = 60_000;
/** The last moment that four digits of a year can write. */
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * Milliseconds since the epoch, finer fractions cut off; null where the text is no RFC 3339 time with a zone, or
 * there is no such date. Leap seconds are not taken: no clock here has them.
 */
export function parseTime(text: string): number | null {
  const match = RFC_3339.exec(text);
  if (match === null) return null;
  const [, date = '', time = '', fraction = '', sign, hours = '0', minutes = '0'] = match;
  const wall = Date.parse(`${date}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}Z`);
  // Date rolls 30 February over into March.
  if (Number.isNaN(wall) || !new Date(wall).toISOString().startsWith(`${date}T${time}`)) return null;
  const offset = (Number(hours) * 60 + Number(minutes)) * MINUTE_MS;
  const instant = sign === '-' ? wall + offset : wall - offset;
  return instant <= LATEST ? instant : null;
}

export const formatTime = (timeMs: number): string => new Date(timeMs).toISOString();

export const formatTimeOrNull = (timeMs: number | null): string | null => (timeMs === null ? null : formatTime(timeMs));

/** A time that its schema has checked. */
export function checkedTime(text: string): number {
  const time = parseTime(text);
  if (time === null) throw new Error('a time was not checked by its schema');
  return time;
}
