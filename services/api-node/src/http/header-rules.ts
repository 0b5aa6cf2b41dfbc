import type { Profile } from '@keyledger/domain';
import type { ForwardedHeader } from './peer.ts';

/** Meant for one connection and never passed on, in either direction (RFC 9110 section 7.6.1). */
const HOP_BY_HOP = ['connection', 'keep-alive', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'http2-settings'];

/** What only the node may tell the upstream (interfaces.md, "The public port"). */
const IDENTITY = ['x-key-id', 'x-organization-id', 'x-key-kind', 'x-key-environment', 'x-key-scopes', 'x-request-id'];

/** Would make the upstream serve something else than what was asked for and authorized. */
const OVERRIDES = ['x-http-method-override', 'x-http-method', 'x-method-override', 'x-original-url', 'x-rewrite-url'];

/** A CGI program's HTTP clients take it for their own proxy (httpoxy). */
const MISREAD = ['proxy'];

/** Set by the node itself, from what it knows of the request; `Forwarded` as `X-Forwarded-*`. */
const REWRITTEN = ['host', 'content-length', 'expect', 'forwarded'];

const NEVER_TO_UPSTREAM = [...HOP_BY_HOP, ...IDENTITY, ...OVERRIDES, ...MISREAD, ...REWRITTEN];
const NEVER_TO_CLIENT: ReadonlySet<string> = new Set([...HOP_BY_HOP, 'x-request-id']);

const PUNCTUATION = /[^a-z0-9-]/g;

/** Some upstreams read `_` as `-` (CGI, WSGI), others `.` too (PHP), or all that is no letter and no digit (lighttpd). */
const fold = (name: string): string => (name.search(PUNCTUATION) === -1 ? name : name.replaceAll(PUNCTUATION, '-'));

/**
 * What proxies and content networks say of the client beside `X-Forwarded-*`: common ones, each of which some upstream
 * believes.
 */
const FORWARDED: ReadonlySet<string> = new Set([
  'cf-connecting-ip',
  'cf-connecting-ipv6',
  'cf-pseudo-ipv4',
  'client-ip',
  'cloudfront-viewer-address',
  'do-connecting-ip',
  'fastly-client-ip',
  'fly-client-ip',
  'forwarded-for',
  'true-client-ip',
  'wl-proxy-client-ip',
  'x-appengine-user-ip',
  'x-azure-clientip',
  'x-azure-socketip',
  'x-client-ip',
  'x-cluster-client-ip',
  'x-envoy-external-address',
  'x-forwarded',
  'x-original-for',
  'x-original-forwarded-for',
  'x-original-host',
  'x-original-proto',
  'x-proxyuser-ip',
  'x-real-ip',
  'x-remote-addr',
]);

const isForwarded = (name: string): boolean => name.startsWith('x-forwarded-') || FORWARDED.has(name);

/** Which headers pass, and which are added, under one profile. Names in lower case. */
export class HeaderRules {
  /** What the upstream is told beside what the node knows: names and values in turn. */
  readonly forward: readonly string[];
  readonly #neverToUpstream: ReadonlySet<string>;
  /** Credentials that pass as they were sent, and under no other writing of their name. */
  readonly #kept: ReadonlySet<string>;
  readonly #hidesCors: boolean;

  constructor({ credentials, forward, cors }: Pick<Profile, 'credentials' | 'forward' | 'cors'>) {
    const removed = credentials.keep ? [] : credentials.headers;
    this.forward = Object.entries(forward).flat();
    this.#neverToUpstream = new Set([...NEVER_TO_UPSTREAM, ...removed, ...Object.keys(forward)].map(fold));
    this.#kept = new Set(credentials.keep ? credentials.headers.map(fold) : []);
    this.#hidesCors = cors !== null;
  }

  /**
   * Whether a client's header may reach the upstream. What it says of where a request comes from counts from a trusted
   * proxy alone (security.md, "Requests through the node").
   * @param believed by what the peer, a trusted proxy, tells that; null: it is none
   */
  passesToUpstream(name: string, believed: ForwardedHeader | null): boolean {
    const folded = fold(name);
    if (this.#neverToUpstream.has(folded) || folded.startsWith('proxy-')) return false;
    if (folded !== name && this.#kept.has(folded)) return false;
    if (!isForwarded(folded)) return true;
    if (believed === null || folded !== name) return false;
    return believed === 'x-forwarded-for' || !folded.includes('forwarded');
  }

  /** Whether the upstream's header may reach the client: where the node speaks to browsers, it does so alone. */
  passesToClient(name: string): boolean {
    if (NEVER_TO_CLIENT.has(name) || name.startsWith('proxy-')) return false;
    return !this.#hidesCors || !name.startsWith('access-control-');
  }
}

const NONE: ReadonlySet<string> = new Set();

/** The headers that a `Connection` header nominates, in lower case. */
export function nominated(connection: string): ReadonlySet<string> {
  if (connection === '') return NONE;
  const options = connection.toLowerCase();
  if (options === 'keep-alive' || options === 'close') return NONE;
  return new Set(options.split(',').map((option) => option.trim()));
}
