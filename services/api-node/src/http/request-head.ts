/** What the port needs to know of a request's headers, counted in the raw ones: Node drops and joins repeated ones. */
export interface RequestHead {
  /** The first `Authorization`; null: none. */
  authorization: string | null;
  authorizations: number;
  host: string;
  hosts: number;
  /** All `Connection` headers, joined; empty: none. */
  connection: string;
  contentLength: string | null;
  transferEncoding: string | null;
  transferEncodings: number;
  expect: string | null;
  /** Empty: none. `null`, as that of no page's own: several. */
  origin: string;
  origins: number;
  requestId: string | null;
  /** All `X-Forwarded-For`, joined; empty: none. */
  forwardedFor: string;
  /** All `Forwarded`, joined; empty: none. */
  forwarded: string;
}

const join = (list: string, value: string): string => (list === '' ? value : `${list},${value}`);

export function readHead(rawHeaders: readonly string[]): RequestHead {
  const head: RequestHead = {
    authorization: null,
    authorizations: 0,
    host: '',
    hosts: 0,
    connection: '',
    contentLength: null,
    transferEncoding: null,
    transferEncodings: 0,
    expect: null,
    origin: '',
    origins: 0,
    requestId: null,
    forwardedFor: '',
    forwarded: '',
  };
  for (let i = 0; i < rawHeaders.length; i += 2) note(head, rawHeaders[i] ?? '', rawHeaders[i + 1] ?? '');
  return head;
}

function note(head: RequestHead, name: string, value: string): void {
  switch (name.toLowerCase()) {
    case 'authorization':
      head.authorization ??= value;
      head.authorizations += 1;
      break;
    case 'host':
      head.host = value;
      head.hosts += 1;
      break;
    case 'connection':
      head.connection = join(head.connection, value);
      break;
    case 'content-length':
      head.contentLength = value;
      break;
    case 'transfer-encoding':
      head.transferEncoding = value;
      head.transferEncodings += 1;
      break;
    case 'expect':
      head.expect = value;
      break;
    case 'origin':
      // RFC 6454 section 7.3: one at most. Of several none is believed.
      head.origins += 1;
      head.origin = head.origins === 1 ? value : 'null';
      break;
    case 'x-request-id':
      head.requestId = value;
      break;
    case 'x-forwarded-for':
      head.forwardedFor = join(head.forwardedFor, value);
      break;
    case 'forwarded':
      head.forwarded = join(head.forwarded, value);
      break;
    default:
  }
}

/** RFC 3986 `host [":" port]`, as far as characters go; empty is allowed by RFC 9112 section 3.2. */
const HOST = /^[A-Za-z0-9._~!$&'()*+,;=:[\]%-]*$/;

export const isHost = (text: string): boolean => HOST.test(text);

/**
 * Whether the head is one that every server reads alike: one `Host` (RFC 9112 section 3.2) and no transfer coding but
 * one `chunked`, and that not in HTTP/1.0 (section 6.1). Node's parser has refused two lengths already.
 */
export function isWellFormed(head: RequestHead, httpVersion: string): boolean {
  const legacy = httpVersion === '1.0';
  // The parser lets HTTP/0.9 through, which has no headers.
  if (!legacy && httpVersion !== '1.1') return false;
  if (head.hosts > 1 || (head.hosts === 0 && !legacy) || !isHost(head.host)) return false;
  if (head.transferEncoding === null) return true;
  return !legacy && head.transferEncodings === 1 && head.transferEncoding.toLowerCase() === 'chunked';
}

export const hasBody = (head: RequestHead): boolean =>
  head.transferEncoding !== null || (head.contentLength !== null && Number(head.contentLength) > 0);

export const expectsContinue = (head: RequestHead): boolean => head.expect?.toLowerCase() === '100-continue';
