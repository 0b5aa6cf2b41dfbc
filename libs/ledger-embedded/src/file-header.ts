import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** Magic (8), format version (4), random id of this file (16), CRC-32 of all before it (4). Numbers are big-endian. */
export const HEADER_BYTES = 32;
const MAGIC = Buffer.from('KLLEDGER');
const FORMAT_VERSION = 1;
const VERSION_AT = MAGIC.length;
const ID_AT = VERSION_AT + 4;
const CRC_AT = HEADER_BYTES - 4;

export type HeaderProblem = 'damaged' | 'of another format version';

/** What checksums of records begin with: a record of another ledger never passes for one of this. */
export type ChecksumSeed = number;

export function newHeader(): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  MAGIC.copy(header);
  header.writeUInt32BE(FORMAT_VERSION, VERSION_AT);
  randomBytes(CRC_AT - ID_AT).copy(header, ID_AT);
  header.writeUInt32BE(crc32(header.subarray(0, CRC_AT)), CRC_AT);
  return header;
}

export function readHeader(header: Buffer): ChecksumSeed | HeaderProblem {
  if (header.length !== HEADER_BYTES || !header.subarray(0, VERSION_AT).equals(MAGIC)) return 'damaged';
  if (header.readUInt32BE(CRC_AT) !== crc32(header.subarray(0, CRC_AT))) return 'damaged';
  if (header.readUInt32BE(VERSION_AT) !== FORMAT_VERSION) return 'of another format version';
  return crc32(header.subarray(ID_AT, CRC_AT));
}
