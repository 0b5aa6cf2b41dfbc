/**
 * Origin-form (RFC 9112 section 3.2.1) that begins with one slash: visible ASCII without `#` and backslash. All others
 * are refused: absolute-form, authority-form, `*`, and `//`, which some upstreams read as an authority.
 */
const ORIGIN_FORM = /^\/(?!\/)[\x21\x22\x24-\x5b\x5d-\x7e]*$/;

const RESERVED = '/_keyledger/';

/** Whether the target may be forwarded as it stands. It is never resolved as a URL. */
export const isForwardable = (target: string): boolean => ORIGIN_FORM.test(target);

/** The only paths that are the node's own. */
export const isReserved = (target: string): boolean => target.startsWith(RESERVED);
