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
}

/** Every prefix of a deployment (docs/key-text.md). No prefix may be the beginning of another with a body after it. */
export interface KeyFormat {
  readonly prefixes: readonly KeyPrefix[];
}

/** `kl_{sk|pk}_{environment}_`. */
export function defaultKeyFormat(environments: readonly string[]): KeyFormat {
  return {
    prefixes: environments.flatMap((environment) => [
      { text: `kl_sk_${environment}_`, kind: 'secret' as const, environment },
      { text: `kl_pk_${environment}_`, kind: 'public' as const, environment },
    ]),
  };
}

function checksumOf(text: string, end = text.length): string {
  const crc = crc32(text, end);
  return base62(Uint8Array.of(crc >>> 24, (crc >>> 16) & 255, (crc >>> 8) & 255, crc & 255), CHECKSUM_DIGITS);
}

/** A new key's whole text: prefix, 256 random bits, CRC-32 over all that precedes it. */
export function composeKeyText(prefix: KeyPrefix, random: Uint8Array): string {
  const checked = prefix.text + base62(random.subarray(0, SECRET_RANDOM_BYTES), RANDOM_DIGITS);
  return checked + checksumOf(checked);
}

/** The prefix of a well-formed text; null where no prefix, length, alphabet or checksum fits. Looks nothing up. */
export function parseKeyText(format: KeyFormat, text: string): KeyPrefix | null {
  const prefix = format.prefixes.find(
    (each) => each.text.length + BODY_DIGITS === text.length && text.startsWith(each.text),
  );
  if (prefix === undefined || !BODY.test(text.slice(prefix.text.length))) return null;
  const end = text.length - CHECKSUM_DIGITS;
  return text.endsWith(checksumOf(text, end)) ? prefix : null;
}

export function findPrefix(format: KeyFormat, kind: KeyKind, environment: string): KeyPrefix | null {
  const fits = (prefix: KeyPrefix): boolean =>
    prefix.kind === kind && (prefix.environment === null || prefix.environment === environment);
  return format.prefixes.find(fits) ?? null;
}

/** What may be shown of a secret: its last four characters. */
export const lastFour = (text: string): string => text.slice(-4);
