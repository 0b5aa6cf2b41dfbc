import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { type AddressRange, contains, parseAddress } from '@keyledger/domain';
import { type ForwardedElement, addressOfNode, elementsFromLast } from './forwarded.ts';

/** By which headers trusted proxies tell whom they pass on. The client's own copy of the others passes through them. */
export type ForwardedHeader = 'x-forwarded-for' | 'forwarded';

/** Who is at the other end of a connection. */
export interface Peer {
  /** IPv4-mapped addresses as IPv4; empty where the connection is gone already. */
  readonly address: string;
  /** Its forwarded headers and request id count. */
  readonly trusted: boolean;
  readonly protocol: 'http' | 'https';
}

/** What trusted proxies have told of a request in `Forwarded`. */
export interface Forwarded {
  /** Null: not known. */
  readonly clientAddress: string | null;
  /** The client and the proxies between it and the peer, as `X-Forwarded-For` tells them; empty: nobody. */
  readonly for: string;
  /** How the client asked; null: that was not told. */
  readonly proto: string | null;
  readonly host: string | null;
}

const MAPPED = '::ffff:';
const UNKNOWN = 'unknown';

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
  readonly #header: ForwardedHeader;
  readonly #known = new WeakMap<Socket, Peer>();

  constructor(trustedProxies: readonly AddressRange[], header: ForwardedHeader = 'x-forwarded-for') {
    this.#trustedProxies = trustedProxies;
    this.#header = header;
  }

  of(socket: Socket): Peer {
    return this.#known.get(socket) ?? this.#remember(socket, socket.remoteAddress ?? '');
  }

  /**
   * A proxy has told whose connection it passes on: from now on that is its peer. Null: the connection is the proxy's
   * own, for which nobody's forwarded headers count.
   */
  tell(socket: Socket, source: string | null): void {
    if (source === null) this.#known.set(socket, { ...this.of(socket), trusted: false });
    else this.#remember(socket, source);
  }

  #remember(socket: Socket, remoteAddress: string): Peer {
    const address = plainAddress(remoteAddress);
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
    let address = peer.address;
    for (const hop of forwardedFor.split(',').toReversed()) {
      const text = hop.trim();
      // Some proxies write a port, and brackets then (Azure's Application Gateway).
      address = plainAddress(addressOfNode(text) ?? text);
      if (parseAddress(address) === null) return null;
      if (!isTrusted(this.#trustedProxies, address)) return address;
    }
    return address;
  }

  /**
   * The same by `Forwarded`: what its elements tell, from the last to the first that is not of a trusted proxy. Who
   * wrote what stands before that is not known. Null where these headers do not count.
   */
  forwarded(peer: Peer, header: string): Forwarded | null {
    if (this.#header !== 'forwarded' || !peer.trusted) return null;
    let clientAddress: string | null = peer.address;
    let first: ForwardedElement | null = null;
    const hops: string[] = [];
    for (first of elementsFromLast(header)) {
      clientAddress = addressOf(first);
      hops.unshift(clientAddress ?? UNKNOWN);
      if (clientAddress === null || !isTrusted(this.#trustedProxies, clientAddress)) break;
    }
    return { clientAddress, for: hops.join(', '), proto: first?.proto ?? null, host: first?.host ?? null };
  }
}

function addressOf(element: ForwardedElement): string | null {
  const address = plainAddress(element.for ?? '');
  return parseAddress(address) === null ? null : address;
}
