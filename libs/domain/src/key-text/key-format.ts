import type { KeyKind } from '../key/key.ts';
import { base62 } from './base62.ts';
import { crc32 } from './crc32.ts';

export const SECRET_RANDOM_BYTES = 32;
const RANDOM_DIGITS = 43;
const CHECKSUM_DIGITS = 6;
const BODY_DIGITS = RANDOM_DIGITS + CHECKSUM_DIGITS;
const BODY = /^[0-9A-Za-z]+$/;

/** One prefix that keys are issued and accepted under, and what it says about them. */
export interface KeyPrefix {
  readonly text: string;
  readonly kind: KeyKind;
  /** The environment that the text names; null where it names none. */
  readonly environment: string | null;
  /** How many characters that stand for the organization follow; left out: none. */
  readonly codeLength?: number;
}

/** Every prefix of a deployment (docs/key-text.md). No text may begin with two prefixes and fit both (`isAmbiguous`). */
export interface KeyFormat {
  readonly prefixes: readonly KeyPrefix[];
}

/** `kl_{sk|pk}_{environment}_`. */
export function defaultKeyFormat(environments: readonly string[]): KeyFormat {
  return {
    prefixes: [
      ...environments.map((environment) => ({ text: `kl_sk_${environment}_`, kind: 'secret' as const, environment })),
      ...environments.map((environment) => ({ text: `kl_pk_${environment}_`, kind: 'public' as const, environment })),
    ],
  };
}

/** The characters that a prefix can have for the organization. */
export const ORGANIZATION_CODE_LENGTH = CHECKSUM_DIGITS;

/**
 * The prefix as the keys of one organization have it. Its code is for people who look at a key: the same for all of
 * them, not unique, and nothing that any decision rests on.
 */
export function prefixOf(prefix: KeyPrefix, organizationId: string): KeyPrefix {
  const { codeLength = 0, ...plain } = prefix;
  return codeLength === 0 ? prefix : { ...plain, text: plain.text + checksumOf(organizationId).slice(-codeLength) };
}

/** How long every text with this prefix is. */
export const keyTextLength = ({ text, codeLength = 0 }: KeyPrefix): number => text.length + codeLength + BODY_DIGITS;

/** Whether some text could be of either. */
export function isAmbiguous(one: KeyPrefix, other: KeyPrefix): boolean {
  const begins = one.text.startsWith(other.text) || other.text.startsWith(one.text);
  return begins && keyTextLength(one) === keyTextLength(other);
}

function checksumOf(text: string, end = text.length): string {
  const crc = crc32(text, end);
  return base62(Uint8Array.of(crc >>> 24, (crc >>> 16) & 255, (crc >>> 8) & 255, crc & 255), CHECKSUM_DIGITS);
}

/** A new key's whole text: prefix (where it has a code, `prefixOf` one organization), 256 random bits, CRC-32 over all that precedes it. */
export function composeKeyText(prefix: KeyPrefix, random: Uint8Array): string {
  const checked = prefix.text + base62(random.subarray(0, SECRET_RANDOM_BYTES), RANDOM_DIGITS);
  return checked + checksumOf(checked);
}

/** The prefix of a well-formed text; null where no prefix, length, alphabet or checksum fits. Looks nothing up. */
export function parseKeyText(format: KeyFormat, text: string): KeyPrefix | null {
  const prefix = format.prefixes.find((each) => keyTextLength(each) === text.length && text.startsWith(each.text));
  if (prefix === undefined || !BODY.test(text.slice(prefix.text.length))) return null;
  const end = text.length - CHECKSUM_DIGITS;
  return text.endsWith(checksumOf(text, end)) ? prefix : null;
}

/** For a new key: the prefix that names its environment, else the one that names none; null: this kind has neither. */
export function findPrefix(format: KeyFormat, kind: KeyKind, environment: string): KeyPrefix | null {
  const prefixes = format.prefixes.filter((prefix) => prefix.kind === kind);
  const named = (name: string | null): KeyPrefix | undefined => prefixes.find((prefix) => prefix.environment === name);
  return named(environment) ?? named(null) ?? null;
}

/** What may be shown of a secret: its last four characters. */
export const lastFour = (text: string): string => text.slice(-4);
