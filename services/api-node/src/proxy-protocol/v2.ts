import { canonicalAddress } from './canonical-address.ts';
import type { ProxyHeader } from './header.ts';

export const V2_START = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1');

const VERSION_AND_COMMAND = 12;
const FAMILY_AND_TRANSPORT = 13;
const LENGTH = 14;
const ADDRESSES = 16;

/** Of the whole header: room for a client's certificate among its TLVs, all of which are skipped. */
const MAX_LENGTH = 4_096;

const LOCAL = 0x20;
const PROXY = 0x21;

const UNSPECIFIED = 0x00;
const TCP4 = { code: 0x11, addressBytes: 4, blockBytes: 12 };
const TCP6 = { code: 0x21, addressBytes: 16, blockBytes: 36 };

/** Version 2, for machines (section 2.2). UDP, unix sockets and what is reserved are refused. */
export function parseV2(bytes: Buffer): ProxyHeader {
  if (bytes.length < ADDRESSES) return 'incomplete';
  const length = ADDRESSES + bytes.readUInt16BE(LENGTH);
  const command = bytes[VERSION_AND_COMMAND];
  if (length > MAX_LENGTH || (command !== LOCAL && command !== PROXY)) return 'malformed';
  if (bytes.length < length) return 'incomplete';
  const family = bytes[FAMILY_AND_TRANSPORT];
  // What a LOCAL header says of addresses does not count: load balancers fill it with anything.
  if (command === LOCAL || family === UNSPECIFIED) return { length, source: null };
  const kind = [TCP4, TCP6].find(({ code }) => code === family);
  if (kind === undefined || length < ADDRESSES + kind.blockBytes) return 'malformed';
  return { length, source: addressOf(bytes.subarray(ADDRESSES, ADDRESSES + kind.addressBytes)) };
}

function addressOf(bytes: Buffer): string {
  if (bytes.length === TCP4.addressBytes) return bytes.join('.');
  const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(2 * index).toString(16));
  return canonicalAddress(groups.join(':'));
}
