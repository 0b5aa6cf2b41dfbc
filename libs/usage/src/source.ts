import { parseAddress } from '@keyledger/domain';

const GROUPS = 4;

/** Who is counted together, in text: an IPv4 address, or the /64 of an IPv6 one. Empty: not known. */
export function sourceOf(clientAddress: string | null): string {
  const address = clientAddress === null ? null : parseAddress(clientAddress);
  if (address === null) return '';
  const { family, value } = address;
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 0xffn)).join('.');
  const groups = Array.from({ length: GROUPS }, (_, index) => (value >> BigInt(112 - 16 * index)) & 0xffffn);
  return `${groups.map((group) => group.toString(16)).join(':')}::/64`;
}
