import { USAGE_GROUPS, parseAddress } from '@keyledger/domain';
import { parseDuration } from './durations.ts';
import { parseTime } from './times.ts';

interface Format {
  readonly validate: (text: string) => boolean;
  /** What is allowed, for whoever sent something else. */
  readonly allowed: string;
}

function isGroups(text: string): boolean {
  const names: readonly string[] = text.split(',');
  return new Set(names).size === names.length && names.every((name) => USAGE_GROUPS.some((group) => group === name));
}

/** The formats that schemas name. */
export const FORMATS: Readonly<Record<string, Format>> = {
  'date-time': {
    validate: (text) => parseTime(text) !== null,
    allowed: 'an RFC 3339 time with a zone, such as 2026-11-22T20:00:00Z',
  },
  duration: {
    validate: (text) => parseDuration(text) !== null,
    allowed: 'an ISO 8601 duration without years and months, such as PT24H, P1D or PT0S',
  },
  'usage-groups': {
    validate: isGroups,
    allowed: `each of ${USAGE_GROUPS.join(', ')} at most once, separated by commas`,
  },
  'ip-address': { validate: (text) => parseAddress(text) !== null, allowed: 'an IPv4 or IPv6 address' },
};
