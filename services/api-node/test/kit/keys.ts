import { DEFAULT_PROFILE, type Grant, composeKeyText, findPrefix } from '@keyledger/domain';
import { grant } from '../../../../libs/domain/test/kit/grant.ts';

/** A well-formed key text whose random part is the repeated byte. */
export function keyText(environment: string, byte: number): string {
  const prefix = findPrefix(DEFAULT_PROFILE.keyFormat, 'secret', environment);
  if (prefix === null) throw new RangeError(environment);
  return composeKeyText(prefix, new Uint8Array(32).fill(byte));
}

export const GRANT: Grant = grant({ scopes: ['documents:read', 'documents:write'] });
