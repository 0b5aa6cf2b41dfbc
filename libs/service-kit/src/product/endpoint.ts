import { refuse } from '../config/setting.ts';
import type { Refusal } from '../config/setting.ts';

/** Where something listens. */
export interface Endpoint {
  /** A name or an address; an IPv6 address without its brackets. */
  readonly host: string;
  readonly port: number;
}

const ENDPOINT = /^(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9._-]+)):([1-9][0-9]{0,4})$/;
const MAX_PORT = 65_535;

/** `host:port` or `[address]:port`; null where the text is neither. */
export function parseEndpoint(text: string): Endpoint | null {
  const [, address, name, port] = ENDPOINT.exec(text) ?? [];
  const host = address ?? name;
  return host === undefined || Number(port) > MAX_PORT ? null : { host, port: Number(port) };
}

export const ENDPOINT_FORM = '`HOST:PORT` or `[IPV6]:PORT`';

export const endpoint = (text: string): Endpoint | Refusal => parseEndpoint(text) ?? refuse(`must be ${ENDPOINT_FORM}`);

const ORIGIN = /^https?:\/\/[^/?#@\\\s]+$/;

export const ORIGIN_FORM = 'an origin such as `http://host:8420`: no user, path or query';

/** An HTTP origin, normalised (RFC 6454 section 6.2): requests are never resolved against it as a URL. */
export function origin(text: string): string | Refusal {
  return ORIGIN.test(text) && URL.canParse(text) ? new URL(text).origin : refuse(`must be ${ORIGIN_FORM}`);
}
