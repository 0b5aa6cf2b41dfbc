/** A request target that every server reads alike. */
export interface CanonicalTarget {
  /** The path as it was received: what is matched is what is sent. */
  readonly path: string;
  /** Its segments, as they were received. */
  readonly segments: readonly string[];
  /** Behind the first `?`, as it was received; empty: nothing. */
  readonly query: string;
}

/** RFC 3986 `pchar` without `;`, which some servers cut at, and without anything that is encoded. */
const PLAIN = /^[A-Za-z0-9._~!$&'()*+,=:@-]+$/;
const ENCODED = /%[0-9A-Fa-f]{2}/g;
/** Must be written as themselves (RFC 3986 section 6.2.2.2), or another server may see another path. */
const NEED_NO_ENCODING = /^[A-Za-z0-9._~!$&'()*+,=:@-]$/;
/** Encoded, some servers take them for what they mean when they are not. */
const NEVER = new Set(['/', '\\', ';', '%', '?', '#']);

/**
 * The target of a request (origin-form) where its path is canonical (security.md, "Requests through the node"): no empty
 * or dot segment, no `;`, nothing encoded that need not be or that changes the path when it is decoded, and valid UTF-8.
 * Null: no route can match it.
 */
export function parseCanonicalTarget(target: string): CanonicalTarget | null {
  const at = target.indexOf('?');
  const path = at === -1 ? target : target.slice(0, at);
  if (!path.startsWith('/')) return null;
  const segments = path.slice(1).split('/');
  if (!segments.every(isCanonicalSegment)) return null;
  return { path, segments, query: at === -1 ? '' : target.slice(at + 1) };
}

function isCanonicalSegment(segment: string): boolean {
  if (PLAIN.test(segment)) return segment !== '.' && segment !== '..';
  if (segment === '' || !PLAIN.test(segment.replaceAll(ENCODED, 'x'))) return false;
  const decoded = decodePart(segment);
  if (decoded === null) return false;
  return segment.match(ENCODED)?.every(isNeededEncoding) ?? true;
}

/** Each byte of a longer sequence is needed; of one byte it depends on the character. */
function isNeededEncoding(encoded: string): boolean {
  const code = Number.parseInt(encoded.slice(1), 16);
  if (code < 0x20 || code === 0x7f) return false;
  const character = String.fromCharCode(code);
  return code >= 0x80 || (!NEED_NO_ENCODING.test(character) && !NEVER.has(character));
}

/** Of a part of a URL without `+`; null: its encoding or its UTF-8 is broken. */
export function decodePart(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
