const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The bytes as one big-endian number in base 62, left-padded with zeros to `width` digits. */
export function base62(bytes: Uint8Array, width: number): string {
  let number = 0n;
  for (const byte of bytes) number = (number << 8n) | BigInt(byte);
  let text = '';
  for (; number > 0n; number /= 62n) text = DIGITS.charAt(Number(number % 62n)) + text;
  return text.padStart(width, '0');
}
