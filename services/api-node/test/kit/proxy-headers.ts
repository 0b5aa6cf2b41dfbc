export interface V2Options {
  /** Version and command; `0x21`: PROXY, `0x20`: LOCAL. */
  readonly command?: number;
  /** Family and transport; `0x11`: TCP over IPv4, `0x21`: TCP over IPv6. */
  readonly family?: number;
  readonly addresses?: readonly number[];
  readonly tlvs?: Buffer;
}

const SIGNATURE = [0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a];

/** From 203.0.113.9:56324 to 192.0.2.1:443. */
export const V4_ADDRESSES: readonly number[] = [203, 0, 113, 9, 192, 0, 2, 1, 0xdc, 0x04, 0x01, 0xbb];

/** From one IPv6 address, as 16 bytes, to `::1`. */
export const v6Addresses = (source: readonly number[]): readonly number[] => [
  ...source,
  ...Array.from({ length: 15 }, () => 0),
  1,
  ...V4_ADDRESSES.slice(8),
];

export function v2Header(options: V2Options = {}): Buffer {
  const { command = 0x21, family = 0x11, addresses = V4_ADDRESSES, tlvs = Buffer.alloc(0) } = options;
  const length = addresses.length + tlvs.length;
  return Buffer.concat([Buffer.from([...SIGNATURE, command, family, length >> 8, length & 0xff, ...addresses]), tlvs]);
}

/** Of version 1. */
export const v1Header = (source: string): Buffer => Buffer.from(`PROXY TCP4 ${source} 192.0.2.1 56324 443\r\n`);
