import type { IncomingMessage } from 'node:http';
import { MAX_WAIT_MS } from '../application/effects.ts';
import { headerValues } from './raw-headers.ts';

/** One preference of a list; a comma inside of quotes belongs to it, and so does all behind a quote that never closes. */
const PREFERENCE = /(?:[^,"]|"(?:[^"\\]|\\.|\\$)*(?:"|$))+/g;
const IS_WAIT = /^\s*wait\s*(?:[=;]|$)/i;
const SECONDS = /^\s*wait\s*=\s*(\d{1,9})\s*(?:;|$)/i;

/**
 * How long the caller prefers to wait (RFC 7240 section 4.3), in milliseconds, and no longer than is offered; null: it
 * does not say, or not in a way that can be understood, which is then ignored (section 2). Of several, the first counts.
 */
export function preferredWaitMs(request: IncomingMessage): number | null {
  const preferences = headerValues(request, 'prefer').join(',').match(PREFERENCE) ?? [];
  const seconds = SECONDS.exec(preferences.find((each) => IS_WAIT.test(each)) ?? '')?.[1];
  return seconds === undefined ? null : Math.min(Number(seconds) * 1000, MAX_WAIT_MS);
}
