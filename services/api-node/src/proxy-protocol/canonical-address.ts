import { SocketAddress, isIPv6 } from 'node:net';

/** Writes an address in the way that the system writes a peer's: `2001:db8::1`, `::ffff:192.0.2.1`. */
export function canonicalAddress(text: string): string {
  return new SocketAddress({ address: text, family: isIPv6(text) ? 'ipv6' : 'ipv4' }).address;
}
