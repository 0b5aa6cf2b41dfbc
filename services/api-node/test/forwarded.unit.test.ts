import { describe, expect, it } from 'vitest';
import { elementsFromLast } from '../src/http/forwarded.ts';

const NOTHING = { for: null, proto: null, host: null };

const elementsOf = (header: string): unknown[] => [...elementsFromLast(header)];
const addressesOf = (header: string): unknown[] => [...elementsFromLast(header)].map((element) => element.for);

describe('an element of Forwarded', () => {
  it.each([
    ['for=192.0.2.1', '192.0.2.1'],
    ['For=192.0.2.1', '192.0.2.1'],
    ['for=192.0.2.1:80', '192.0.2.1'],
    ['for="192.0.2.1:65535"', '192.0.2.1'],
    ['for="192.0.2.1:_port.a-b"', '192.0.2.1'],
    ['for="[2001:db8::1]"', '2001:db8::1'],
    ['for="[2001:DB8::1]:4711"', '2001:DB8::1'],
    ['for=[2001:db8::1]:4711', '2001:db8::1'],
    ['for="[::ffff:192.0.2.1]"', '::ffff:192.0.2.1'],
    ['proto=https;for=192.0.2.1;by=203.0.113.43', '192.0.2.1'],
    ['proto=https ; for=192.0.2.1;', '192.0.2.1'],
    [';for=192.0.2.1', '192.0.2.1'],
    ['for=192.0.2.1;ext="a b=c"', '192.0.2.1'],
  ])('%s tells an address: %s', (header, address) => {
    expect(addressesOf(header)).toEqual([address]);
  });

  it.each([
    'for=unknown',
    'for="unknown:80"',
    'for=_hidden',
    'for="_SEVKISEK:_x"',
    'for=""',
    'for="2001:db8::1"',
    'for="[192.0.2.1]"',
    'for="[fe80::1%eth0]"',
    'for="[2001:db8::1"',
    'for="192.0.2.1:"',
    'for="192.0.2.1:123456"',
    'for="192.0.2.1:x"',
    'for=" 192.0.2.1"',
    'proto=https',
    ';',
    '192.0.2.1',
    '__proto__=192.0.2.1',
    'constructor=192.0.2.1',
  ])('%s tells none', (header) => {
    expect(addressesOf(header)).toEqual([null]);
  });

  it.each([
    'for=192.0.2.1;for=192.0.2.2',
    'for=192.0.2.1;FOR=192.0.2.1',
    'for=192.0.2.1;x=1;X=2',
    'for=',
    '=192.0.2.1',
    'for =192.0.2.1',
    'for= 192.0.2.1',
    'for=192.0.2.1 x',
    'for=192.0.2.1;x',
    'for="192.0.2.1',
    'for=192.0.2.1"',
    'for="192.0.2.1"x',
    'for=192.0.2.1;host="a\\"b"',
    'for=192.0.2.1;ext="a;b"',
    'f\xf6r=192.0.2.1',
    'for=192.0.2.1;x=\xf6',
    'for(=192.0.2.1',
  ])('%s is malformed, and tells nothing at all', (header) => {
    expect(elementsOf(`${header};proto=https`)).toEqual([NOTHING]);
  });

  it.each([
    ['proto=https;host=api.example', { proto: 'https', host: 'api.example' }],
    ['proto=HTTP;host="api.example:8443"', { proto: 'http', host: 'api.example:8443' }],
    ['proto="https";host="[2001:db8::1]:80"', { proto: 'https', host: '[2001:db8::1]:80' }],
    ['proto=ftp;host="evil.example/x"', { proto: null, host: null }],
    ['proto="https ";host="a b"', { proto: null, host: null }],
    ['proto=https-x;host=""', { proto: null, host: null }],
    ['proto=xhttps;host="user@api.example"', { proto: null, host: null }],
  ])('%s tells how the client asked: %j', (header, how) => {
    expect(elementsOf(header)).toEqual([{ for: null, ...how }]);
  });
});

describe('the elements of Forwarded', () => {
  it('are told from the last', () => {
    expect(addressesOf('for=192.0.2.1, for=unknown,for="[2001:db8::1]:80"\t,  for=192.0.2.4')).toEqual([
      '192.0.2.4',
      '2001:db8::1',
      null,
      '192.0.2.1',
    ]);
  });

  it.each([
    ['', []],
    [' , ,\t', []],
    [', for=192.0.2.1,, for=192.0.2.2 ,', ['192.0.2.2', '192.0.2.1']],
  ])('are not the empty ones of a list: %j', (header, addresses) => {
    expect(addressesOf(header)).toEqual(addresses);
  });

  it.each([
    ['for=192.0.2.66;x="', 'for=192.0.2.1', '192.0.2.1'],
    ['for=192.0.2.66;x="', 'for="[2001:db8::1]"', '2001:db8::1'],
    ['for=192.0.2.66;x="\\', 'for=192.0.2.1;host="a"', '192.0.2.1'],
    ['for=192.0.2.66;x="', 'for=192.0.2.1;host=";a="', null],
    ['for=', 'for=192.0.2.1', '192.0.2.1'],
    ['\\', 'for=192.0.2.1', '192.0.2.1'],
  ])('begin behind a comma, whatever the client left open before it: %s, %s', (forged, own, address) => {
    expect(addressesOf(`${forged}, ${own}`)[0]).toBe(address);
  });

  it('end with a comma, also in quotes, of which neither half is one', () => {
    expect(elementsOf('for=192.0.2.1;host="a, for=192.0.2.66"')).toEqual([NOTHING, NOTHING]);
  });
});
