import { parseDuration } from '../config/quantities.ts';
import { refuse } from '../config/setting.ts';
import type { Refusal } from '../config/setting.ts';

const MIN_MS = 10_000;
const MAX_MS = 24 * 60 * 60 * 1000;

export const CANARY_FORM = '`off` or a duration such as `30s`, `15m` or `1h`, at least 10s, at most 24h';

/** Milliseconds; 0: never. */
export function canaryInterval(text: string): number | Refusal {
  const ms = text === 'off' ? 0 : parseDuration(text);
  if (ms === 0) return 0;
  return ms === null || ms < MIN_MS || ms > MAX_MS ? refuse(`must be ${CANARY_FORM}`) : ms;
}
