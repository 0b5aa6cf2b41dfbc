const N = '(\\d{1,9})';
const ISO_8601 = new RegExp(
  `^P(?=[\\dT])(?:${N}W|(?:${N}D)?(?:T(?=\\d)(?:${N}H)?(?:${N}M)?(?:${N}(?:\\.(\\d{1,3}))?S)?)?)$`,
);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/**
 * Milliseconds of an ISO 8601 duration such as `PT24H`, `P1D`, `PT0S`; null where the text is none. Years and months
 * are not taken, as their length depends on when they begin; a day is 24 hours.
 */
export function parseDuration(text: string): number | null {
  const match = ISO_8601.exec(text);
  if (match === null) return null;
  const [, weeks, days, hours, minutes, seconds, fraction = ''] = match;
  const whole = (digits: string | undefined, unit: number): number => Number(digits ?? 0) * unit;
  const millis = Number(fraction.padEnd(3, '0'));
  return (
    whole(weeks, WEEK) +
    whole(days, DAY) +
    whole(hours, HOUR) +
    whole(minutes, MINUTE) +
    whole(seconds, SECOND) +
    millis
  );
}

/** A duration that its schema has checked. */
export function checkedDuration(text: string): number {
  const duration = parseDuration(text);
  if (duration === null) throw new Error('a duration was not checked by its schema');
  return duration;
}
