import type { Grant } from '@keyledger/domain';
import { nominated } from './header-rules.ts';
import type { Exchange } from './exchange.ts';
import { hasBody } from './request-head.ts';

const identities = new WeakMap<Grant, readonly string[]>();

/** The identity headers of a grant; a cached grant is the same object for each of its requests. */
function identityOf(grant: Grant): readonly string[] {
  const known = identities.get(grant);
  if (known !== undefined) return known;
  const headers = [
    'X-Key-Id',
    grant.keyId,
    'X-Organization-Id',
    grant.organization.id,
    'X-Key-Kind',
    grant.kind,
    'X-Key-Environment',
    grant.environment,
    'X-Key-Scopes',
    grant.scopes.join(' '),
  ];
  identities.set(grant, headers);
  return headers;
}

interface Told {
  for: string;
  proto: string;
  host: string;
}

/**
 * The headers of the upstream's request, names and values in turn: the client's, without what is for this connection,
 * what `Connection` nominates and what claims an identity; then the profile's and the node's own, which nothing can
 * take away again.
 */
export function upstreamHeaders(exchange: Exchange, grant: Grant): string[] {
  const { head, peer, req, rules } = exchange;
  const raw = req.rawHeaders;
  const dropped = nominated(head.connection);
  const told: Told = {
    for: exchange.forwarded?.for ?? '',
    proto: exchange.forwarded?.proto ?? peer.protocol,
    host: exchange.forwarded?.host ?? head.host,
  };
  const believed = peer.trusted ? (exchange.forwarded === null ? 'x-forwarded-for' : 'forwarded') : null;
  const headers: string[] = [];
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i] ?? '';
    const value = raw[i + 1] ?? '';
    const lower = name.toLowerCase();
    if (!rules.headers.passesToUpstream(lower, believed) || dropped.has(lower)) continue;
    if (!takeForwarded(told, lower, value)) headers.push(name, value);
  }
  if (head.contentLength !== null && hasBody(head)) headers.push('Content-Length', head.contentLength);
  const hops = told.for === '' ? peer.address : `${told.for}, ${peer.address}`;
  headers.push('X-Forwarded-For', hops, 'X-Forwarded-Proto', told.proto);
  if (told.host !== '') headers.push('X-Forwarded-Host', told.host);
  headers.push(...rules.headers.forward, ...identityOf(grant), 'X-Request-Id', exchange.requestId);
  return headers;
}

/** A trusted proxy's word on what the node appends to or sets itself; true where the header is one of those. */
function takeForwarded(told: Told, name: string, value: string): boolean {
  switch (name) {
    case 'x-forwarded-for':
      told.for = told.for === '' ? value : `${told.for}, ${value}`;
      return true;
    case 'x-forwarded-proto':
      told.proto = value;
      return true;
    case 'x-forwarded-host':
      told.host = value;
      return true;
    default:
      return false;
  }
}
