import { type LookupAddress, type LookupAllOptions, lookup as systemLookup } from 'node:dns';
import { type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http';
import { type RequestOptions as HttpsRequestOptions, request as httpsRequest } from 'node:https';
import { type LookupFunction, isIP } from 'node:net';
import { isPublicAddress } from './public-address.ts';

export interface SendOptions {
  /** Also http, and addresses that are not public. */
  readonly allowPrivate: boolean;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Absent: the system's. */
  readonly resolve?: (
    host: string,
    options: LookupAllOptions,
    done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
  ) => void;
}

/** What became of an attempt. Why is for owners of the endpoint, and says nothing of what an internal host answered. */
export type SendOutcome =
  | { readonly delivered: true }
  | {
      readonly delivered: false;
      readonly why: string;
      /** The receiver wants no more (410). */
      readonly gone: boolean;
      /** What a receiver that has too much to do (429, 503) says of when to come again, as it stands in its header. */
      readonly retryAfter: string | null;
    };

const failed = (why: string) => ({ delivered: false, why, gone: false, retryAfter: null }) as const;
const GONE = 410;
const HAVE_RETRY_AFTER: readonly number[] = [429, 503];
const MAX_HEADER_BYTES = 16_384;

/**
 * Posts JSON. Redirects are not followed, proxies of the environment not used, and the answer's body is not read. Never
 * rejects.
 */
export async function sendWebhook(
  url: string,
  headers: Readonly<Record<string, string>>,
  payload: string,
  options: SendOptions,
): Promise<SendOutcome> {
  const target = URL.parse(url);
  const isHttp = target?.protocol === 'http:';
  if (target === null || (target.protocol !== 'https:' && !(isHttp && options.allowPrivate))) {
    return failed('not an https address');
  }
  // A literal address is connected to without being looked up.
  const literal = target.hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal) !== 0 && !isAllowed(literal, options)) return failed('not a public address');
  const body = Buffer.from(payload);
  const request: HttpsRequestOptions = {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', 'content-length': body.length },
    lookup: checkedLookup(options),
    // A new one for each, which unlike the global one never uses a proxy.
    agent: false,
    rejectUnauthorized: true,
    maxHeaderSize: MAX_HEADER_BYTES,
    signal: AbortSignal.any([options.signal, AbortSignal.timeout(options.timeoutMs)]),
  };
  return answerOf(isHttp ? httpRequest(target, request) : httpsRequest(target, request), body);
}

function answerOf(request: ClientRequest, body: Buffer): Promise<SendOutcome> {
  const { promise, resolve } = Promise.withResolvers<SendOutcome>();
  request.on('response', (response) => {
    response.on('error', () => undefined);
    resolve(outcomeOf(response));
    response.destroy();
  });
  request.on('error', (error) => resolve(failed(reasonOf(error))));
  // Such as an answer that switches to another protocol, which is neither of them.
  request.on('close', () => resolve(failed('not an answer')));
  request.end(body);
  return promise;
}

function outcomeOf({ statusCode = 0, headers }: IncomingMessage): SendOutcome {
  if (statusCode >= 200 && statusCode < 300) return { delivered: true };
  const retryAfter = HAVE_RETRY_AFTER.includes(statusCode) ? (headers['retry-after'] ?? null) : null;
  return { ...failed(`answered ${String(statusCode)}`), gone: statusCode === GONE, retryAfter };
}

class NotPublic extends Error {}

function reasonOf(error: Error): string {
  if (error instanceof NotPublic) return 'not a public address';
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'no answer in time';
  return 'code' in error && typeof error.code === 'string' ? `not reached: ${error.code}` : 'not reached';
}

const isAllowed = (address: string, { allowPrivate }: SendOptions): boolean => allowPrivate || isPublicAddress(address);

/** Looks a name up once and hands on what was checked, so that it is connected to that and to nothing looked up later. */
function checkedLookup(options: SendOptions): LookupFunction {
  const { resolve = systemLookup } = options;
  return (host, asked, done) => {
    resolve(host, { family: asked.family ?? 0, all: true }, (error, addresses) => {
      if (error !== null) return done(error, []);
      const [first] = addresses;
      if (first === undefined || !addresses.every(({ address }) => isAllowed(address, options))) {
        return done(new NotPublic(), []);
      }
      return asked.all === true ? done(null, addresses) : done(null, first.address, first.family);
    });
  };
}
