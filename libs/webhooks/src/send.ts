import type { LookupAddress } from 'node:dns';
import { lookup as systemLookup } from 'node:dns/promises';
import { type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http';
import { type RequestOptions as HttpsRequestOptions, request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { type Lookup, nameServers } from './lookup.ts';
import { isPublicAddress, namesPrivateAddress } from './public-address.ts';

export interface SendOptions {
  /** Also http, and addresses that are not public. */
  readonly allowPrivate: boolean;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Absent: by name servers; where private addresses are allowed, by the system, which also knows names of its own. */
  readonly lookup?: Lookup;
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
const NOT_PUBLIC = 'not a public address';
const GONE = 410;
const HAVE_RETRY_AFTER: readonly number[] = [429, 503];
const MAX_HEADER_BYTES = 16_384;
/** Answers before the answer (1xx): nobody needs them, and they have no end of their own. */
const MAX_INTERIM_ANSWERS = 8;

/** Why an attempt was given up by this side. */
class GivenUp extends Error {}

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
  if (!options.allowPrivate && namesPrivateAddress(target)) return failed(NOT_PUBLIC);
  const body = Buffer.from(payload);
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(options.timeoutMs)]);
  const request: HttpsRequestOptions = {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', 'content-length': body.length },
    lookup: checkedLookup(options, signal),
    // A new one for each, which unlike the global one never uses a proxy.
    agent: false,
    rejectUnauthorized: true,
    maxHeaderSize: MAX_HEADER_BYTES,
    signal,
  };
  return answerOf(isHttp ? httpRequest(target, request) : httpsRequest(target, request), body);
}

function answerOf(request: ClientRequest, body: Buffer): Promise<SendOutcome> {
  const { promise, resolve } = Promise.withResolvers<SendOutcome>();
  let interim = 0;
  request.on('information', () => {
    if ((interim += 1) > MAX_INTERIM_ANSWERS) request.destroy(new GivenUp('no answer, but many before it'));
  });
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

function reasonOf(error: Error): string {
  if (error instanceof GivenUp) return error.message;
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'no answer in time';
  return 'code' in error && typeof error.code === 'string' ? `not reached: ${error.code}` : 'not reached';
}

const isAllowed = (address: string, { allowPrivate }: SendOptions): boolean => allowPrivate || isPublicAddress(address);

const SYSTEM: Lookup = (host) => systemLookup(host, { all: true });
const NAME_SERVERS = nameServers();

/** Looks a name up once and hands on what was checked, so that it is connected to that and to nothing looked up later. */
function checkedLookup(options: SendOptions, signal: AbortSignal): LookupFunction {
  const { lookup = options.allowPrivate ? SYSTEM : NAME_SERVERS } = options;
  return (host, asked, done) => {
    const hand = (addresses: readonly LookupAddress[]): void => {
      const [first] = addresses;
      if (first === undefined || !addresses.every(({ address }) => isAllowed(address, options))) {
        return done(new GivenUp(NOT_PUBLIC), []);
      }
      return asked.all === true ? done(null, [...addresses]) : done(null, first.address, first.family);
    };
    lookup(host, signal).then(hand, (error: NodeJS.ErrnoException) => done(error, []));
  };
}
