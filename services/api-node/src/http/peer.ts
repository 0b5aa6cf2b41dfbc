import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { type AddressRange, contains, parseAddress } from '@keyledger/domain';

/** Who is at the other end of a connection. */
export interface Peer {
  /** IPv4-mapped addresses as IPv4; empty where the connection is gone already. */
  readonly address: string;
  /** Its forwarded headers and request id count. */
  readonly trusted: boolean;
  readonly protocol: 'http' | 'https';
}

const MAPPED = '::ffff:';

function plainAddress(text: string): string {
  const zone = text.indexOf('%');
  const address = zone === -1 ? text : text.slice(0, zone);
  return address.startsWith(MAPPED) && address.includes('.') ? address.slice(MAPPED.length) : address;
}

function isTrusted(ranges: readonly AddressRange[], text: string): boolean {
  if (ranges.length === 0) return false;
  const address = parseAddress(text);
  return address !== null && ranges.some((range) => contains(range, address));
}

/** Knows the peer of each connection; asked once a request, worked out once a connection. */
export class Peers {
  readonly #trustedProxies: readonly AddressRange[];
  readonly #known = new WeakMap<Socket, Peer>();

  constructor(trustedProxies: readonly AddressRange[]) {
    this.#trustedProxies = trustedProxies;
  }

  of(socket: Socket): Peer {
    const known = this.#known.get(socket);
    if (known !== undefined) return known;
    const address = plainAddress(socket.remoteAddress ?? '');
    const protocol = socket instanceof TLSSocket ? 'https' : 'http';
    const peer: Peer = { address, trusted: isTrusted(this.#trustedProxies, address), protocol };
    this.#known.set(socket, peer);
    return peer;
  }

  /**
   * Where a request comes from: the peer, or behind trusted proxies the last address that none of them is. Null where
   * that is not known: the connection is gone, or a trusted proxy wrote what is no address.
   */
  clientAddress(peer: Peer, forwardedFor: string): string | null {
    if (!peer.trusted || forwardedFor === '') return peer.address === '' ? null : peer.address;
    const hops = forwardedFor.split(',');
    let address = peer.address;
    for (const hop of hops.reverse()) {
      address = plainAddress(hop.trim());
      if (parseAddress(address) === null) return null;
      if (!isTrusted(this.#trustedProxies, address)) return address;
    }
    return address;
  }
}
