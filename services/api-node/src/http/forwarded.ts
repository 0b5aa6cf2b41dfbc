import { isHost } from './request-head.ts';

/** What one element of a `Forwarded` header tells (RFC 7239 section 4); null: nothing that is known. */
export interface ForwardedElement {
  /** What stands for an address in `for`, without brackets and port. */
  readonly for: string | null;
  readonly proto: string | null;
  readonly host: string | null;
}

const NOTHING: ForwardedElement = { for: null, proto: null, host: null };

/** Beyond the RFC, `:` and brackets need no quotes: proxies write `for=192.0.2.1:80`, which has one reading. */
const PAIR = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+)=(?:"([^"\\]*)"|([!#$%&'*+.^_`|~0-9A-Za-z:[\]-]+))$/;
/** Section 6: an IPv4 address, or an IPv6 one in brackets; then perhaps a port, which may be an obfuscated one. */
const NODE = /^(?:([0-9.]+)|\[([0-9A-Fa-f]*:[0-9A-Fa-f:.]*)\])(?::(?:[0-9]{1,5}|_[A-Za-z0-9._-]+))?$/;
const PROTO = /^https?$/i;

/**
 * The elements of all `Forwarded` headers, the last first: what a proxy adds stands last, and before it may stand
 * whatever its client wrote. Therefore a comma or a semicolon always ends what it stands in, also in quotes, where
 * proxies write none: a quote that a client leaves open swallows nothing. Such an element tells nothing, as any that
 * is malformed.
 * @param header the headers, joined by commas
 */
export function* elementsFromLast(header: string): Generator<ForwardedElement> {
  const texts = header.split(',');
  for (let index = texts.length - 1; index >= 0; index -= 1) {
    const text = (texts[index] ?? '').trim();
    // RFC 9110 section 5.6.1.2: empty elements of a list are none.
    if (text !== '') yield elementOf(text);
  }
}

function elementOf(text: string): ForwardedElement {
  const parameters = parametersOf(text);
  if (parameters === null) return NOTHING;
  const proto = parameters.get('proto') ?? '';
  const host = parameters.get('host') ?? '';
  return {
    for: addressOfNode(parameters.get('for') ?? ''),
    proto: PROTO.test(proto) ? proto.toLowerCase() : null,
    host: host !== '' && isHost(host) ? host : null,
  };
}

/** What stands for an address in a node's name, without brackets and port; null: none, or an IPv6 one without brackets. */
export function addressOfNode(name: string): string | null {
  const [, ipv4, ipv6] = NODE.exec(name) ?? [];
  return ipv4 ?? ipv6 ?? null;
}

/** By names in lower case; null: malformed, or one of them is there twice. */
function parametersOf(text: string): ReadonlyMap<string, string> | null {
  const parameters = new Map<string, string>();
  for (const part of text.split(';')) {
    const pair = part.trim();
    if (pair === '') continue;
    const [, name, quoted, token] = PAIR.exec(pair) ?? [];
    if (name === undefined || parameters.has(name.toLowerCase())) return null;
    parameters.set(name.toLowerCase(), quoted ?? token ?? '');
  }
  return parameters;
}
