import { contains, parseAddress, parseAddressRange } from '@keyledger/domain';
import { describe, expect, test } from 'vitest';

describe('an address', () => {
  test.each([
    ['0.0.0.0', 4, 0n],
    ['1.2.3.4', 4, 0x01020304n],
    ['255.255.255.255', 4, 0xffffffffn],
    ['::', 6, 0n],
    ['::1', 6, 1n],
    ['1::', 6, 1n << 112n],
    ['2001:DB8::a', 6, 0x20010db800000000000000000000000an],
    ['1:2:3:4:5:6:7::', 6, 0x00010002000300040005000600070000n],
    ['::2:3:4:5:6:7:8', 6, 0x00000002000300040005000600070008n],
    ['1:2:3:4:5:6:1.2.3.4', 6, 0x00010002000300040005000601020304n],
    ['64:ff9b::1.2.3.4', 6, 0x0064ff9b000000000000000001020304n],
  ])('%s is read', (text, family, value) => {
    expect(parseAddress(text)).toEqual({ family, value });
  });

  test.each(['::ffff:1.2.3.4', '::FFFF:102:304', '0:0:0:0:0:ffff:1.2.3.4', '0000::ffff:0102:0304'])(
    '%s is the IPv4 address that it maps',
    (text) => {
      expect(parseAddress(text)).toEqual({ family: 4, value: 0x01020304n });
    },
  );

  test.each([
    ['', 'empty'],
    ['localhost', 'a name'],
    ['1.2.3', 'shortened'],
    ['1.2.3.4.5', 'too long'],
    ['16909060', 'one number'],
    ['0x1.2.3.4', 'hexadecimal'],
    ['01.2.3.4', 'octal'],
    ['1.2.3.004', 'octal'],
    ['256.2.3.4', 'out of range'],
    ['1.2.3.-4', 'negative'],
    ['1.2.3.4 ', 'with a space'],
    ['1.2.3.4\n', 'with a line break'],
    ['1.2.3.4:80', 'with a port'],
    ['1.2.3.٤', 'with a foreign digit'],
    ['1..3.4', 'with a gap'],
    [':', 'a colon'],
    [':::', 'three colons'],
    ['1::2::3', 'with two gaps'],
    ['1:2:3:4:5:6:7', 'too short'],
    ['1:2:3:4:5:6:7:8:9', 'too long'],
    ['1:2:3:4::5:6:7:8', 'with a gap of nothing'],
    ['12345::', 'with a group of five digits'],
    ['g::', 'with a foreign digit'],
    [':1:2:3:4:5:6:7', 'that begins with one colon'],
    ['1:2:3:4:5:6:7:', 'that ends with one colon'],
    ['fe80::1%eth0', 'with a zone'],
    ['[::1]', 'in brackets'],
    ['1.2.3.4::', 'with a dotted quad that is not last'],
    ['1:2.3.4.5::', 'with a dotted quad that is not last'],
    ['::1.2.3.4:5', 'with a dotted quad that is not last'],
    ['::1.2.3', 'with a shortened quad'],
    ['::01.2.3.4', 'with an octal quad'],
    ['1:2:3:4:5:6:7:1.2.3.4', 'with a quad in one group'],
    ['::1/64', 'a range'],
  ])('%j is none (%s)', (text) => {
    expect(parseAddress(text)).toBeNull();
  });
});

describe('a range', () => {
  const has = (range: string, address: string): boolean | null => {
    const [parsedRange, parsedAddress] = [parseAddressRange(range), parseAddress(address)];
    return parsedRange && parsedAddress && contains(parsedRange, parsedAddress);
  };

  test.each([
    ['10.0.0.0/8', '10.255.0.1', true],
    ['10.0.0.0/8', '11.0.0.0', false],
    ['1.2.3.4', '1.2.3.4', true],
    ['1.2.3.4', '1.2.3.5', false],
    ['1.2.3.4/32', '::ffff:1.2.3.4', true],
    ['::ffff:1.2.3.4', '1.2.3.4', true],
    ['::ffff:10.0.0.0/104', '10.9.9.9', true],
    ['::ffff:10.0.0.0/104', '11.9.9.9', false],
    ['::ffff:0:0/96', '1.2.3.4', true],
    ['0.0.0.0/0', '255.255.255.255', true],
    ['0.0.0.0/0', '::', false],
    ['::/0', 'ffff::1', true],
    ['::/0', '1.2.3.4', false],
    ['2001:db8::/32', '2001:db8:ffff::1', true],
    ['2001:db8::/32', '2001:db9::1', false],
    ['2001:db8::1/128', '2001:0db8:0::1', true],
    ['2001:db8::1/128', '2001:db8::2', false],
  ])('%s holds %s: %s', (range, address, expected) => {
    expect(has(range, address)).toBe(expected);
  });

  test.each([
    '10.0.0.1/8',
    '1.2.3.4/31/32',
    '1.2.3.4/33',
    '1.2.3.4/-1',
    '1.2.3.4/',
    '1.2.3.4/032',
    '1.2.3.4/32 ',
    '1.2.3.4/0x20',
    '1.2.3.4/255.255.255.255',
    '10.0.0.0/1e1',
    '/8',
    '2001:db8::1/32',
    '::/129',
    '::1/0',
    '::ffff:1.2.3.4/95',
    '::ffff:0:0/95',
    '::ffff:1.2.3.4/129',
    'fe80::%eth0/64',
    '',
    '*',
  ])('%j is none', (text) => {
    expect(parseAddressRange(text)).toBeNull();
  });
});
