import type { Brand } from './brand.ts';

export type OrganizationId = Brand<string, 'OrganizationId'>;
export type KeyId = Brand<string, 'KeyId'>;
export type TokenId = Brand<string, 'TokenId'>;
export type MemberId = Brand<string, 'MemberId'>;
export type WebhookId = Brand<string, 'WebhookId'>;
/** SHA-256 as 64 lower-case hex digits; repeats of a command carry the same one. */
export type CommandId = Brand<string, 'CommandId'>;
/**
 * One life of a lease holder, as 32 lower-case hex digits: the beginning of the SHA-256 of a secret that it alone knows,
 * so that nobody else can speak for it. New at every start and whenever it loads other state.
 */
export type Incarnation = Brand<string, 'Incarnation'>;
/** HMAC-SHA-256 of a key's text as 64 lower-case hex digits. */
export type KeyDigest = Brand<string, 'KeyDigest'>;

const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz';
const TIME_DIGITS = 10;
export const ID_RANDOM_BYTES = 10;
const ID_BODY = /^[0-9a-hjkmnp-tv-z]{26}$/;

/**
 * A public id that sorts by creation: prefix, 48 bits of time and 80 bits of randomness in Crockford's base 32 (the
 * layout of a ULID, in lower case).
 */
function makeId(prefix: string, timeMs: number, random: Uint8Array): string {
  let time = '';
  for (let rest = timeMs, i = 0; i < TIME_DIGITS; i++, rest = Math.floor(rest / 32)) {
    time = CROCKFORD.charAt(rest % 32) + time;
  }
  let bits = 0;
  let held = 0;
  let tail = '';
  for (const byte of random.subarray(0, ID_RANDOM_BYTES)) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      tail += CROCKFORD.charAt((held >> bits) & 31);
    }
    held &= (1 << bits) - 1;
  }
  return `${prefix}_${time}${tail}`;
}

/** When an id was made, in milliseconds since the epoch. */
export function timeOfId(id: string): number {
  const digits = id.slice(id.indexOf('_') + 1).slice(0, TIME_DIGITS);
  return Array.from(digits).reduce((time, digit) => time * 32 + CROCKFORD.indexOf(digit), 0);
}

function hasShape(prefix: string, text: string): boolean {
  return text.startsWith(`${prefix}_`) && ID_BODY.test(text.slice(prefix.length + 1));
}

export const makeOrganizationId = (timeMs: number, random: Uint8Array): OrganizationId =>
  makeId('org', timeMs, random) as OrganizationId;
export const makeKeyId = (timeMs: number, random: Uint8Array): KeyId => makeId('key', timeMs, random) as KeyId;
export const makeTokenId = (timeMs: number, random: Uint8Array): TokenId => makeId('tok', timeMs, random) as TokenId;
export const makeMemberId = (timeMs: number, random: Uint8Array): MemberId => makeId('mem', timeMs, random) as MemberId;
export const makeWebhookId = (timeMs: number, random: Uint8Array): WebhookId =>
  makeId('wh', timeMs, random) as WebhookId;

export const isOrganizationId = (text: string): text is OrganizationId => hasShape('org', text);
export const isKeyId = (text: string): text is KeyId => hasShape('key', text);
export const isTokenId = (text: string): text is TokenId => hasShape('tok', text);
export const isMemberId = (text: string): text is MemberId => hasShape('mem', text);
export const isWebhookId = (text: string): text is WebhookId => hasShape('wh', text);
