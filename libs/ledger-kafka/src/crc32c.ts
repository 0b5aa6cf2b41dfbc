/** CRC-32C (RFC 3720, appendix B.4), eight bytes a step: a cold start checks the whole ledger. */

const POLYNOMIAL = 0x82f63b78; // reflected
const SLICES = 8;

/** `TABLES[256 * s + b]`: what byte b contributes when s more bytes follow in the step. */
const TABLES = ((): Int32Array => {
  const tables = new Int32Array(256 * SLICES);
  for (let byte = 0; byte < 256; byte += 1) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) === 0 ? crc >>> 1 : (crc >>> 1) ^ POLYNOMIAL;
    tables[byte] = crc;
  }
  for (let at = 256; at < tables.length; at += 1) {
    const before = tables[at - 256] as number;
    tables[at] = (before >>> 8) ^ (tables[before & 0xff] as number);
  }
  return tables;
})();

const entry = (slice: number, byte: number): number => TABLES[256 * slice + (byte & 0xff)] as number;

/** The checksum as an unsigned number of 32 bits. */
export function crc32c(bytes: Buffer): number {
  let crc = -1;
  let at = 0;
  for (const last = bytes.length - SLICES; at <= last; at += SLICES) {
    const low = crc ^ bytes.readInt32LE(at);
    const high = bytes.readInt32LE(at + 4);
    crc =
      entry(7, low) ^
      entry(6, low >>> 8) ^
      entry(5, low >>> 16) ^
      entry(4, low >>> 24) ^
      entry(3, high) ^
      entry(2, high >>> 8) ^
      entry(1, high >>> 16) ^
      entry(0, high >>> 24);
  }
  for (; at < bytes.length; at += 1) crc = (crc >>> 8) ^ entry(0, crc ^ (bytes[at] as number));
  return ~crc >>> 0;
}
