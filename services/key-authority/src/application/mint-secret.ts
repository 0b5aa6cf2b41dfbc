import { randomBytes } from 'node:crypto';
import {
  type KeyState,
  type Profile,
  SECRET_RANDOM_BYTES,
  type SecretDigest,
  composeKeyText,
  findPrefix,
  lastFour,
  prefixOf,
} from '@keyledger/domain';
import type { Digester } from '@keyledger/ports';

export interface MintedSecret {
  readonly text: string;
  readonly digest: SecretDigest;
}

/**
 * A new secret of a key, as the profile writes them.
 * @throws Fault `digest_key_unavailable`; Error where the profile has no prefix for it, which is to be checked before
 */
export function mintSecret(
  digester: Digester,
  { name, keyFormat }: Profile,
  { kind, environment, organizationId }: Pick<KeyState, 'kind' | 'environment' | 'organizationId'>,
): MintedSecret {
  const declared = findPrefix(keyFormat, kind, environment);
  if (declared === null) throw new Error(`profile ${name} has no ${kind} prefix for ${environment}`);
  const prefix = prefixOf(declared, organizationId);
  const text = composeKeyText(prefix, randomBytes(SECRET_RANDOM_BYTES));
  const publicKey = kind === 'public' ? text : null;
  return { text, digest: { ...digester.digest(text), prefix: prefix.text, last4: lastFour(text), publicKey } };
}
