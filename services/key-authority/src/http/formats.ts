import { parseAddress } from '@keyledger/domain';
import { parseDuration } from './durations.ts';
import { parseTime } from './times.ts';

interface Format {
  readonly validate: (text: string) => boolean;
  /** What is allowed, for whoever sent something else. */
  readonly allowed: string;
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
  'ip-address': { validate: (text) => parseAddress(text) !== null, allowed: 'an IPv4 or IPv6 address' },
};
