import { BlockList, isIP } from 'node:net';
import { contains, parseAddress, parseAddressRange } from '@keyledger/domain';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../../test/kit/runs.ts';

const MAPPED = 0xffffn;

const dotted = (value: bigint): string => [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.');

const grouped = (value: bigint): string =>
  Array.from({ length: 8 }, (_, index) => ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16)).join(':');

/** A value near `network`, so that both answers come up: one bit of it flipped, or another value altogether. */
const near = (network: bigint, bits: number): fc.Arbitrary<bigint> =>
  fc.oneof(
    fc.integer({ min: 0, max: bits - 1 }).map((bit) => network ^ (1n << BigInt(bit))),
    fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n }),
    fc.constant(network),
  );

/** A network whose host bits are zero, its length, and an address to ask for. */
const question = (bits: number) =>
  fc
    .tuple(fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n }), fc.integer({ min: 0, max: bits }))
    .chain(([value, length]) => {
      const hostBits = BigInt(bits - length);
      const network = (value >> hostBits) << hostBits;
      return near(network, bits).map((address) => ({ network, length, address }));
    });

function holds(range: string, address: string): boolean {
  const [parsedRange, parsedAddress] = [parseAddressRange(range), parseAddress(address)];
  if (parsedRange === null || parsedAddress === null) throw new Error(`${range} or ${address} was not read`);
  return contains(parsedRange, parsedAddress);
}

test('IPv4 ranges hold what node:net says, also for mapped addresses', () => {
  fc.assert(
    fc.property(question(32), fc.boolean(), ({ network, length, address }, mapped) => {
      const list = new BlockList();
      list.addSubnet(dotted(network), length, 'ipv4');
      const text = mapped ? `::ffff:${dotted(address)}` : dotted(address);
      expect(holds(`${dotted(network)}/${String(length)}`, text)).toBe(list.check(dotted(address), 'ipv4'));
    }),
    { numRuns: runs(2_000) },
  );
});

test('IPv6 ranges hold what node:net says', () => {
  fc.assert(
    fc.property(question(128), ({ network, length, address }) => {
      fc.pre(network >> 32n !== MAPPED && address >> 32n !== MAPPED);
      const list = new BlockList();
      list.addSubnet(grouped(network), length, 'ipv6');
      expect(holds(`${grouped(network)}/${String(length)}`, grouped(address))).toBe(
        list.check(grouped(address), 'ipv6'),
      );
    }),
    { numRuns: runs(2_000) },
  );
});

const FRAGMENTS = [
  '0',
  '1',
  '9',
  '255',
  '256',
  '01',
  'ffff',
  'FFFF',
  '12345',
  'g',
  ':',
  '::',
  ':1',
  '.',
  '.2',
  '1.2.3.4',
  ' ',
];

test('an address is one exactly where node:net says so', () => {
  const text = fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 12 }).map((parts) => parts.join(''));
  const groups = fc.array(fc.constantFrom('', '0', '1', 'ffff', '1.2.3.4', '10000'), { minLength: 2, maxLength: 9 });
  fc.assert(
    fc.property(
      fc.oneof(
        text,
        groups.map((parts) => parts.join(':')),
      ),
      (candidate) => {
        expect(parseAddress(candidate) !== null, candidate).toBe(isIP(candidate) !== 0);
      },
    ),
    { numRuns: runs(20_000) },
  );
});
