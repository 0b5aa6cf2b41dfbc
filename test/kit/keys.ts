import { randomBytes } from 'node:crypto';
import { DEFAULT_PROFILE, composeKeyText, findPrefix } from '@keyledger/domain';

/** A key text that is well-formed, and that nobody has made. */
export function unknownKey(): string {
  const prefix = findPrefix(DEFAULT_PROFILE.keyFormat, 'secret', 'live');
  if (prefix === null) throw new Error('the default profile has no prefix for live');
  return composeKeyText(prefix, randomBytes(32));
}
