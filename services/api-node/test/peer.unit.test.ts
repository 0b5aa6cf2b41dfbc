import type { Socket } from 'node:net';
import { parseAddressRange } from '@keyledger/domain';
import { describe, expect, it } from 'vitest';
import { Peers } from '../src/http/peer.ts';

const socketOf = (remoteAddress: string | undefined): Socket => ({ remoteAddress }) as Socket;

function peersTrusting(...ranges: string[]): Peers {
  return new Peers(ranges.map((text) => parseAddressRange(text)).filter((range) => range !== null));
}

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
