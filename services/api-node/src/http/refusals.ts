import { STATUS_CODES, type ServerResponse } from 'node:http';
import { PUBLIC_CODES, type PublicCode, type PublicError, publicError } from './public-codes.ts';

const RETRY_AFTER_SECONDS = '1';

/** One answer, ready to be sent: nothing of it but the request id depends on the request. */
export interface Refusal {
  readonly status: number;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  /** ASCII. As text it leaves together with the head, in one write. */
  readonly body: string;
}

/** RFC 6750 section 3: an error code only where a credential was sent. */
function challenge(code: PublicCode, status: number): string | null {
  if (code === 'missing_bearer') return 'Bearer';
  if (code === 'missing_scope') return 'Bearer error="insufficient_scope"';
  return status === 401 ? 'Bearer error="invalid_token"' : null;
}

function render(code: PublicCode, { error, status, message }: PublicError, errorDocs: string): Refusal {
  const body = JSON.stringify({ error, reason_code: code, message, field: null });
  const headers = ['Content-Type', 'application/json; charset=utf-8', 'Content-Length', String(body.length)];
  headers.push('Cache-Control', 'no-store', 'Link', `<${errorDocs}#${code}>; rel="help"`);
  const authenticate = challenge(code, status);
  if (authenticate !== null) headers.push('WWW-Authenticate', authenticate);
  if (status === 429 || status === 503) headers.push('Retry-After', RETRY_AFTER_SECONDS);
  return { status, headers, body };
}

/** Every answer that the public port makes itself (interfaces.md, "The public port"), rendered once. */
export class Refusals {
  readonly #byCode: ReadonlyMap<PublicCode, Refusal>;

  /** @param errorDocs the address of the page that explains the codes; each code is an anchor in it. */
  constructor(errorDocs: string) {
    this.#byCode = new Map(PUBLIC_CODES.map((code) => [code, render(code, publicError(code), errorDocs)]));
  }

  of(code: PublicCode): Refusal {
    const refusal = this.#byCode.get(code);
    if (refusal === undefined) throw new RangeError(`no answer for ${code}`);
    return refusal;
  }

  /** @returns the status. */
  send(res: ServerResponse, code: PublicCode, requestId: string, close = false): number {
    const { status, headers, body } = this.of(code);
    const all = [...headers, 'X-Request-Id', requestId];
    if (close) all.push('Connection', 'close');
    res.writeHead(status, all);
    res.end(body, 'latin1');
    return status;
  }

  /** The whole answer as bytes, for a connection that Node's HTTP server has given up. */
  bytes(code: PublicCode, requestId: string): Buffer {
    const { status, headers, body } = this.of(code);
    let head = `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}\r\n`;
    for (let i = 0; i < headers.length; i += 2) head += `${headers[i] ?? ''}: ${headers[i + 1] ?? ''}\r\n`;
    head += `X-Request-Id: ${requestId}\r\nDate: ${new Date().toUTCString()}\r\nConnection: close\r\n\r\n`;
    return Buffer.from(head + body, 'latin1');
  }
}
