import { STATUS_CODES, type ServerResponse } from 'node:http';
import type { ErrorRules } from '@keyledger/domain';
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

const ABOVE_ASCII = /[\u0080-\uffff]/g;

/** As JSON in ASCII alone, so that it has as many bytes as characters. */
function asciiJson(value: object): string {
  const escape = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value).replaceAll(ABOVE_ASCII, escape);
}

function render(code: PublicCode, error: PublicError, field: string | null, errorDocs: string): Refusal {
  const { status, message } = error;
  const body = asciiJson({ error: error.error, reason_code: code, message, field });
  const headers = ['Content-Type', 'application/json; charset=utf-8', 'Content-Length', String(body.length)];
  headers.push('Cache-Control', 'no-store', 'Link', `<${errorDocs}#${code}>; rel="help"`);
  const authenticate = challenge(code, status);
  if (authenticate !== null) headers.push('WWW-Authenticate', authenticate);
  // The last, so that one answer may say another instead.
  if (status === 429 || status === 503) headers.push('Retry-After', RETRY_AFTER_SECONDS);
  return { status, headers, body };
}

/** Among names and values in turn. */
const hasName = (headers: readonly string[], name: string): boolean =>
  headers.some((each, index) => index % 2 === 0 && each === name);

/** Every refusal of the public port (interfaces.md, "The public port"); those that blame no parameter are rendered once. */
export class Refusals {
  readonly #byCode: ReadonlyMap<PublicCode, Refusal>;
  readonly #rules: ErrorRules;
  readonly #errorDocs: string;

  /** @param errorDocs the address of the page that explains the codes; each code is an anchor in it. */
  constructor(rules: ErrorRules, errorDocs: string) {
    this.#rules = rules;
    this.#errorDocs = errorDocs;
    this.#byCode = new Map(PUBLIC_CODES.map((code) => [code, this.#render(code, null)]));
  }

  #render(code: PublicCode, field: string | null): Refusal {
    return render(code, publicError(code, this.#rules), field, this.#errorDocs);
  }

  /** @param field the query parameter that is to blame */
  of(code: PublicCode, field: string | null = null): Refusal {
    const refusal = field === null ? this.#byCode.get(code) : this.#render(code, field);
    if (refusal === undefined) throw new RangeError(`no answer for ${code}`);
    return refusal;
  }

  /**
   * @param more headers of this answer alone: names and values in turn; of 429 and 503, `Retry-After` may be among them
   * @returns the status
   */
  send(res: ServerResponse, code: PublicCode, field: string | null, more: readonly string[]): number {
    const { status, headers, body } = this.of(code, field);
    const saysAnother = headers.at(-2) === 'Retry-After' && hasName(more, 'Retry-After');
    res.writeHead(status, [...(saysAnother ? headers.slice(0, -2) : headers), ...more]);
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
