import { SocketAddress } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../../test/kit/runs.ts';
import { parseProxyHeader } from '../src/proxy-protocol/parse.ts';
import { V4_ADDRESSES, v2Header, v6Addresses } from './kit/proxy-headers.ts';

const RUNS = { numRuns: runs(2_000) };

const ipv6 = fc.uint8Array({ minLength: 16, maxLength: 16 });
const tlvs = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));
const port = fc.nat({ max: 65_535 });

const v2OfV4 = fc.record({ source: fc.ipV4(), tlvs }).map(({ source, tlvs }) => ({
  source,
  header: v2Header({ addresses: [...source.split('.').map(Number), ...V4_ADDRESSES.slice(4)], tlvs }),
}));

/** As the system writes it, from the text with all its groups. */
const textOf = (bytes: Uint8Array): string => {
  const address = Buffer.from(bytes)
    .toString('hex')
    .replace(/(....)(?!$)/g, '$1:');
  return new SocketAddress({ family: 'ipv6', address }).address;
};

const v2OfV6 = fc.record({ source: ipv6, tlvs }).map(({ source, tlvs }) => ({
  source: textOf(source),
  header: v2Header({ family: 0x21, addresses: v6Addresses([...source]), tlvs }),
}));

const v1 = fc
  .oneof(
    fc.record({ version: fc.constant('4'), source: fc.ipV4(), to: fc.ipV4(), from: port, at: port }),
    fc.record({ version: fc.constant('6'), source: ipv6.map(textOf), to: ipv6.map(textOf), from: port, at: port }),
  )
  .map(({ version, source, to, from, at }) => ({
    source,
    header: Buffer.from(`PROXY TCP${version} ${source} ${to} ${String(from)} ${String(at)}\r\n`),
  }));

const header = fc.oneof(v1, v2OfV4, v2OfV6);

test('a well-formed header tells its source, whatever comes behind it', () => {
  fc.assert(
    fc.property(header, fc.uint8Array({ maxLength: 64 }), ({ source, header }, behind) => {
      expect(parseProxyHeader(Buffer.concat([header, behind]))).toEqual({ source, length: header.length });
    }),
    RUNS,
  );
});

test('what is decided of the first bytes stays so when more of them come', () => {
  const changed = fc
    .tuple(header, fc.array(fc.tuple(fc.nat({ max: 60 }), fc.nat({ max: 255 })), { maxLength: 2 }))
    .map(([{ header }, changes]) => {
      const bytes = Buffer.from(header);
      for (const [index, byte] of changes) if (index < bytes.length) bytes[index] = byte;
      return bytes;
    });
  fc.assert(
    fc.property(changed, fc.uint8Array({ maxLength: 300 }), (start, rest) => {
      const bytes = Buffer.concat([start, rest]);
      const whole = parseProxyHeader(bytes);
      for (let length = 0; length < bytes.length; length += 1) {
        const early = parseProxyHeader(bytes.subarray(0, length));
        if (early !== 'incomplete') expect(early).toEqual(whole);
        else if (typeof whole === 'object') expect(length).toBeLessThan(whole.length);
      }
    }),
    { numRuns: runs(500) },
  );
});
