import type { Socket } from 'node:net';
import { parseAddressRange } from '@keyledger/domain';
import { describe, expect, it } from 'vitest';
import { type ForwardedHeader, Peers } from '../src/http/peer.ts';

const socketOf = (remoteAddress: string | undefined): Socket => ({ remoteAddress }) as Socket;

const rangesOf = (texts: readonly string[]) =>
  texts.map((text) => parseAddressRange(text)).filter((range) => range !== null);

const peersTrusting = (...ranges: string[]): Peers => new Peers(rangesOf(ranges));

function clientAddress(peers: Peers, remote: string, forwardedFor: string): string | null {
  return peers.clientAddress(peers.of(socketOf(remote)), forwardedFor);
}

describe('client addresses', () => {
  it.each([
    ['203.0.113.9', '', '203.0.113.9'],
    ['203.0.113.9', '10.0.0.1', '203.0.113.9'],
    ['10.0.0.1', '', '10.0.0.1'],
    ['10.0.0.1', '198.51.100.4', '198.51.100.4'],
    ['10.0.0.1', '6.6.6.6, 198.51.100.4', '198.51.100.4'],
    ['10.0.0.1', '6.6.6.6, 198.51.100.4,10.2.2.2 , 10.3.3.3', '198.51.100.4'],
    ['10.0.0.1', '10.2.2.2, 10.3.3.3', '10.2.2.2'],
    ['10.0.0.1', 'unknown', null],
    ['10.0.0.1', '198.51.100.4, ', null],
    ['10.0.0.1', '198.51.100.4, _hidden, 10.2.2.2', null],
    ['10.0.0.1', '2001:db8::7', '2001:db8::7'],
    ['10.0.0.1', '::ffff:198.51.100.4', '198.51.100.4'],
    ['10.0.0.1', '6.6.6.6:1, 198.51.100.4:4711, 10.2.2.2:80', '198.51.100.4'],
    ['10.0.0.1', '[2001:db8::7]:4711', '2001:db8::7'],
    ['10.0.0.1', '[::ffff:198.51.100.4]', '198.51.100.4'],
    ['10.0.0.1', '198.51.100.4:', null],
    ['10.0.0.1', '198.51.100.4:80:80', null],
    ['10.0.0.1', '[198.51.100.4]', null],
    ['10.0.0.1', '[2001:db8::7', null],
    ['10.0.0.1', '"198.51.100.4"', null],
    ['::ffff:10.0.0.1', '198.51.100.4', '198.51.100.4'],
    ['fe80::1%eth0', '', 'fe80::1'],
  ])('of peer %s that says %j: %s', (remote, forwardedFor, expected) => {
    expect(clientAddress(peersTrusting('10.0.0.0/8'), remote, forwardedFor)).toBe(expected);
  });

  it('nobody is trusted by default, not even the same machine', () => {
    expect(clientAddress(peersTrusting(), '127.0.0.1', '198.51.100.4')).toBe('127.0.0.1');
  });

  it.each([
    ['203.0.113.9', '198.51.100.4', '203.0.113.9'],
    ['::ffff:203.0.113.9', '198.51.100.4', '203.0.113.9'],
    ['10.1.2.3', '198.51.100.4', '198.51.100.4'],
    ['::ffff:10.1.2.3', '198.51.100.4', '198.51.100.4'],
    [null, '198.51.100.4', '10.0.0.1'],
  ])('of a connection that a proxy has told to be of %s, which says %j: %s', (source, forwardedFor, expected) => {
    const peers = peersTrusting('10.0.0.0/8');
    const socket = socketOf('10.0.0.1');
    expect(peers.of(socket).trusted).toBe(true);
    peers.tell(socket, source);
    expect(peers.clientAddress(peers.of(socket), forwardedFor)).toBe(expected);
  });

  it('a connection that is gone has none', () => {
    const peers = peersTrusting();
    expect(peers.clientAddress(peers.of(socketOf(undefined)), '')).toBeNull();
  });
});

describe('what trusted proxies tell in Forwarded', () => {
  const TRUSTED = ['10.0.0.0/8', '2001:db8:f::/48'];
  const told = (header: string, remote = '10.0.0.1', by: ForwardedHeader = 'forwarded') => {
    const peers = new Peers(rangesOf(TRUSTED), by);
    return peers.forwarded(peers.of(socketOf(remote)), header);
  };

  it.each([
    ['', '10.0.0.1', ''],
    [' , ', '10.0.0.1', ''],
    ['for=198.51.100.4', '198.51.100.4', '198.51.100.4'],
    ['for=6.6.6.6, for=198.51.100.4', '198.51.100.4', '198.51.100.4'],
    ['for=6.6.6.6, for="198.51.100.4:80",for=10.2.2.2', '198.51.100.4', '198.51.100.4, 10.2.2.2'],
    ['for="[2001:db8::7]:4711", for="[2001:db8:f::1]"', '2001:db8::7', '2001:db8::7, 2001:db8:f::1'],
    ['for="[::ffff:198.51.100.4]", for="[::ffff:10.2.2.2]:80"', '198.51.100.4', '198.51.100.4, 10.2.2.2'],
    ['for=10.2.2.2, for=10.3.3.3', '10.2.2.2', '10.2.2.2, 10.3.3.3'],
    ['garbage", for=198.51.100.4,,for=10.2.2.2,', '198.51.100.4', '198.51.100.4, 10.2.2.2'],
    ['for=198.51.100.4, for=unknown', null, 'unknown'],
    ['for=198.51.100.4, for=_hidden, for=10.2.2.2', null, 'unknown, 10.2.2.2'],
    ['for=198.51.100.4, proto=https', null, 'unknown'],
    ['for=198.51.100.4, garbage', null, 'unknown'],
    ['for=198.51.100.4, for=198.51.100.400', null, 'unknown'],
    ['for=198.51.100.4, for="[::1::2]"', null, 'unknown'],
  ])('%j: the client is %s, and before the peer stood %j', (header, clientAddress, hops) => {
    expect(told(header)).toMatchObject({ clientAddress, for: hops });
  });

  it.each([
    ['for=198.51.100.4;proto=https;host=a.example', 'https', 'a.example'],
    ['for=6.6.6.6;proto=ftp;host=forged.example, for=198.51.100.4;proto=https;host=a.example', 'https', 'a.example'],
    ['for=6.6.6.6;proto=https;host=forged.example, for=198.51.100.4', null, null],
    ['for=198.51.100.4;proto=https;host=a.example, for=10.2.2.2;proto=http;host=b.example', 'https', 'a.example'],
    ['for=198.51.100.4, for=10.2.2.2;proto=https;host=b.example', null, null],
    ['for=6.6.6.6;proto=http;host=forged.example, for=_hidden;proto=https;host=a.example', 'https', 'a.example'],
    ['for=6.6.6.6;proto=https;host=forged.example, garbage', null, null],
    ['', null, null],
  ])('%j: how the client asked is what the proxy that it asked has told: %s, %s', (header, proto, host) => {
    expect(told(header)).toMatchObject({ proto, host });
  });

  it('is nothing where they tell it by the other header, or where the peer is none of them', () => {
    expect(told('for=198.51.100.4', '10.0.0.1', 'x-forwarded-for')).toBeNull();
    expect(told('for=198.51.100.4', '203.0.113.9')).toBeNull();
    expect(told('for=198.51.100.4', '')).toBeNull();
  });

  it('is nothing on a proxy’s own connection, or where a client’s was told', () => {
    const peers = new Peers(rangesOf(TRUSTED), 'forwarded');
    for (const source of [null, '203.0.113.9']) {
      const socket = socketOf('10.0.0.1');
      peers.tell(socket, source);
      expect(peers.forwarded(peers.of(socket), 'for=198.51.100.4')).toBeNull();
    }
  });
});
