/** An IP address as a number; IPv4-mapped IPv6 addresses are the IPv4 address (RFC 4291 section 2.5.5.2). */
export interface Address {
  readonly family: 4 | 6;
  readonly value: bigint;
}

/** Addresses that share their first `length` bits. */
export interface AddressRange {
  readonly network: Address;
  readonly length: number;
}

const IPV4_PART = /^(0|[1-9][0-9]{0,2})$/;
const IPV6_GROUP = /^[0-9a-fA-F]{1,4}$/;
const MAPPED_PREFIX = 0xffffn;

function parseIpv4(text: string): bigint | null {
  const parts = text.split('.');
  if (parts.length !== 4) return null;
  let value = 0n;
  for (const part of parts) {
    if (!IPV4_PART.test(part) || Number(part) > 255) return null;
    value = (value << 8n) | BigInt(part);
  }
  return value;
}

/** The groups of one side of `::`, a dotted quad that ends the address as two; null where a group is malformed. */
function parseGroups(text: string, endsAddress: boolean): bigint[] | null {
  if (text === '') return [];
  const groups: bigint[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (endsAddress && index === parts.length - 1 && part.includes('.')) {
      const quad = parseIpv4(part);
      if (quad === null) return null;
      groups.push(quad >> 16n, quad & 0xffffn);
    } else if (IPV6_GROUP.test(part)) {
      groups.push(BigInt(`0x${part}`));
    } else {
      return null;
    }
  }
  return groups;
}

function parseIpv6(text: string): bigint | null {
  const sides = text.split('::');
  if (sides.length > 2) return null;
  const head = parseGroups(sides[0] ?? '', sides.length === 1);
  const tail = parseGroups(sides[1] ?? '', true);
  if (head === null || tail === null) return null;
  const missing = 8 - head.length - tail.length;
  if (sides.length === 2 ? missing < 1 : missing !== 0) return null;
  const zeros = Array.from({ length: missing }, () => 0n);
  return [...head, ...zeros, ...tail].reduce((value, group) => (value << 16n) | group, 0n);
}

/** Null where the text is no address. Zone ids, octal and shortened IPv4 forms are none. */
export function parseAddress(text: string): Address | null {
  const v4 = parseIpv4(text);
  if (v4 !== null) return { family: 4, value: v4 };
  if (!text.includes(':')) return null;
  const v6 = parseIpv6(text);
  if (v6 === null) return null;
  return v6 >> 32n === MAPPED_PREFIX ? { family: 4, value: v6 & 0xffffffffn } : { family: 6, value: v6 };
}

const LENGTH = /^(0|[1-9][0-9]{0,2})$/;

/** An address or a CIDR range whose host bits are zero; null where it is neither. */
export function parseAddressRange(text: string): AddressRange | null {
  const [addressText = '', lengthText, ...rest] = text.split('/');
  const network = parseAddress(addressText);
  if (network === null || rest.length > 0) return null;
  const bits = network.family === 4 ? 32 : 128;
  if (lengthText === undefined) return { network, length: bits };
  if (!LENGTH.test(lengthText)) return null;
  const mapped = network.family === 4 && addressText.includes(':') ? 96 : 0;
  const length = Number(lengthText) - mapped;
  if (length < 0 || length > bits) return null;
  const hostBits = BigInt(bits - length);
  return (network.value >> hostBits) << hostBits === network.value ? { network, length } : null;
}

export function contains(range: AddressRange, address: Address): boolean {
  if (range.network.family !== address.family) return false;
  const hostBits = BigInt((address.family === 4 ? 32 : 128) - range.length);
  return range.network.value >> hostBits === address.value >> hostBits;
}

/** Who is counted together: an IPv4 address, or the /64 of an IPv6 one, which is what one customer holds. */
export function addressBlock(text: string | null): string {
  const address = text === null ? null : parseAddress(text);
  if (address === null) return '';
  return address.family === 4 ? `4:${String(address.value)}` : `6:${String(address.value >> 64n)}`;
}
