import { isIP } from 'node:net';
import { type AddressRange, contains, parseAddress, parseAddressRange } from '@keyledger/domain';

/** What the registries of special-purpose addresses do not give to the public (RFC 6890 and its updates), and multicast. */
const SPECIAL = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  '224.0.0.0/3',
].map(rangeOf);

/** All that is given to the public; what of it leads to IPv4 addresses is left out below. */
const GLOBAL = rangeOf('2000::/3');
const NOT_GLOBAL = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'].map(rangeOf);

function rangeOf(text: string): AddressRange {
  const range = parseAddressRange(text);
  if (range === null) throw new Error(`${text} is no range`);
  return range;
}

/** Whether the host is written as an address, and that is not public: such a one is connected to without being looked up. */
export function namesPrivateAddress({ hostname }: URL): boolean {
  const literal = hostname.replace(/^\[|\]$/g, '');
  return isIP(literal) !== 0 && !isPublicAddress(literal);
}

/** Whether anybody on the internet may be there. An IPv4 address inside of an IPv6 one is judged as itself, or not public. */
export function isPublicAddress(text: string): boolean {
  const address = parseAddress(text);
  if (address === null) return false;
  if (address.family === 4) return !SPECIAL.some((range) => contains(range, address));
  return contains(GLOBAL, address) && !NOT_GLOBAL.some((range) => contains(range, address));
}
