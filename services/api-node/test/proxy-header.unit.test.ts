import { describe, expect, it } from 'vitest';
import { parseProxyHeader } from '../src/proxy-protocol/parse.ts';
import { V4_ADDRESSES, v2Header, v6Addresses } from './kit/proxy-headers.ts';

const bytesOf = (header: string | Buffer): Buffer =>
  typeof header === 'string' ? Buffer.from(header, 'latin1') : header;

const parse = (header: string | Buffer, behind = ''): ReturnType<typeof parseProxyHeader> =>
  parseProxyHeader(Buffer.concat([bytesOf(header), bytesOf(behind)]));

const V6 = [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7];
const MAPPED = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 198, 51, 100, 4];
const LONGEST = `PROXY UNKNOWN ${'f'.repeat(91)}\r\n`;

const GOOD: readonly (readonly [string, string | Buffer, string | null])[] = [
  ['v1 TCP4', 'PROXY TCP4 203.0.113.9 192.0.2.1 56324 443\r\n', '203.0.113.9'],
  ['v1 TCP6', 'PROXY TCP6 2001:DB8:0::7 ::1 0 65535\r\n', '2001:db8::7'],
  ['v1 TCP6 of a mapped address', 'PROXY TCP6 ::ffff:c633:6404 ::1 1 2\r\n', '::ffff:198.51.100.4'],
  ['v1 UNKNOWN', 'PROXY UNKNOWN\r\n', null],
  ['v1 UNKNOWN with anything behind', 'PROXY UNKNOWN 203.0.113.9 x y\r\n', null],
  ['v1 of the greatest length', LONGEST, null],
  ['v2 TCP4', v2Header(), '203.0.113.9'],
  ['v2 TCP6', v2Header({ family: 0x21, addresses: v6Addresses(V6) }), '2001:db8::7'],
  ['v2 TCP6 of a mapped address', v2Header({ family: 0x21, addresses: v6Addresses(MAPPED) }), '::ffff:198.51.100.4'],
  ['v2 with TLVs', v2Header({ tlvs: Buffer.from([0xea, 0, 3, 1, 2, 3, 0x03, 0, 4, 0, 0, 0, 0]) }), '203.0.113.9'],
  ['v2 of the greatest length', v2Header({ tlvs: Buffer.alloc(4_096 - 28, '\r\n') }), '203.0.113.9'],
  ['v2 LOCAL', v2Header({ command: 0x20, family: 0, addresses: [] }), null],
  ['v2 LOCAL with addresses, as of an AWS load balancer', v2Header({ command: 0x20, tlvs: Buffer.alloc(72) }), null],
  ['v2 LOCAL of a reserved family', v2Header({ command: 0x20, family: 0xff }), null],
  ['v2 of no family', v2Header({ family: 0, addresses: [] }), null],
];

const BAD: readonly (readonly [string, string | Buffer])[] = [
  ['a request without a header', 'GET / HTTP/1.1\r\n\r\n'],
  ['TLS', Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00])],
  ['v1 in small letters', 'proxy TCP4 203.0.113.9 192.0.2.1 1 2\r\n'],
  ['v1 of another protocol', 'PROXY UDP4 203.0.113.9 192.0.2.1 1 2\r\n'],
  ['v1 of another protocol that begins alike', 'PROXY UNKNOWNS\r\n'],
  ['v1 without addresses', 'PROXY TCP4\r\n'],
  ['v1 without a port', 'PROXY TCP4 203.0.113.9 192.0.2.1 1\r\n'],
  ['v1 with one more', 'PROXY TCP4 203.0.113.9 192.0.2.1 1 2 3\r\n'],
  ['v1 with two blanks', 'PROXY TCP4  203.0.113.9 192.0.2.1 1 2\r\n'],
  ['v1 with a port beyond 65535', 'PROXY TCP4 203.0.113.9 192.0.2.1 65536 2\r\n'],
  ['v1 with a port of other digits', 'PROXY TCP4 203.0.113.9 192.0.2.1 1 02\r\n'],
  ['v1 TCP4 of an IPv6 address', 'PROXY TCP4 2001:db8::7 192.0.2.1 1 2\r\n'],
  ['v1 TCP6 of an IPv4 address', 'PROXY TCP6 203.0.113.9 ::1 1 2\r\n'],
  ['v1 with an octal address', 'PROXY TCP4 0203.0.113.9 192.0.2.1 1 2\r\n'],
  ['v1 with a bad destination', 'PROXY TCP4 203.0.113.9 nowhere 1 2\r\n'],
  ['v1 with a zone id', 'PROXY TCP6 fe80::1%eth0 ::1 1 2\r\n'],
  ['v1 that ends in LF alone', `PROXY TCP4 203.0.113.9 192.0.2.1 1 2\n${'x'.repeat(107)}`],
  ['v1 that is too long', `PROXY UNKNOWN ${'f'.repeat(92)}\r\n`],
  ['v2 of version 1', v2Header({ command: 0x11 })],
  ['v2 of version 3', v2Header({ command: 0x31 })],
  ['v2 of another command', v2Header({ command: 0x22 })],
  ['v2 UDP', v2Header({ family: 0x12 })],
  ['v2 UDP over IPv6', v2Header({ family: 0x22, addresses: v6Addresses(V6) })],
  ['v2 of a unix socket', v2Header({ family: 0x31, addresses: Array.from({ length: 216 }, () => 0) })],
  ['v2 of no transport', v2Header({ family: 0x10 })],
  ['v2 of a reserved family', v2Header({ family: 0x41 })],
  ['v2 TCP4 that is too short for it', v2Header({ addresses: V4_ADDRESSES.slice(1) })],
  ['v2 TCP6 that is too short for it', v2Header({ family: 0x21, addresses: v6Addresses(V6).slice(1) })],
  ['v2 that is too long', v2Header({ tlvs: Buffer.alloc(4_097 - 28) })],
  ['v2 LOCAL that is too long', v2Header({ command: 0x20, tlvs: Buffer.alloc(60_000) })],
];

describe('a PROXY header', () => {
  it.each(GOOD)('%s: is taken, and nothing behind it', (_name, header, source) => {
    expect(parse(header)).toEqual({ length: header.length, source });
    for (const behind of ['G', 'GET / HTTP/1.1\r\n\r\n', '\r\n', 'PROXY UNKNOWN\r\n', v2Header().toString('latin1')]) {
      expect(parse(header, behind)).toEqual({ length: header.length, source });
    }
  });

  it.each(GOOD)('%s: wants more bytes, however many of them have come', (_name, header) => {
    for (let length = 0; length < header.length; length += 1) {
      expect(parse(bytesOf(header).subarray(0, length)), String(length)).toBe('incomplete');
    }
  });

  it.each(BAD)('%s: is none', (_name, header) => {
    expect(parse(header)).toBe('malformed');
  });

  it('is found to be none by its first wrong byte', () => {
    for (const text of ['G', 'PRX', '\r\n\r\nG', '\n', 'P\r\n', '\r\n\r\n\0\r\nQUIT\r']) {
      expect(parse(text), text).toBe('malformed');
    }
  });

  it('is no longer waited for once it is longer than any', () => {
    expect(parse(`PROXY ${'x'.repeat(101)}`)).toBe('malformed');
    expect(parse(`PROXY ${'x'.repeat(100)}`)).toBe('incomplete');
    expect(parse(v2Header({ tlvs: Buffer.alloc(60_000) }).subarray(0, 16))).toBe('malformed');
  });
});
