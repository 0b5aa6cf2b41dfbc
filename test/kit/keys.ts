import { randomBytes } from 'node:crypto';
import { DEFAULT_PROFILE, composeKeyText, findPrefix } from '@keyledger/domain';

/** A key text that is well-formed, and that nobody has made. */
export function unknownKey(environment = 'live'): string {
  const prefix = findPrefix(DEFAULT_PROFILE.keyFormat, 'secret', environment);
  if (prefix === null) throw new Error(`the default profile has no prefix for ${environment}`);
  return composeKeyText(prefix, randomBytes(32));
}
