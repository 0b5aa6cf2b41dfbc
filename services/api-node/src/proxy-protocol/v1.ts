import { isIP } from 'node:net';
import { canonicalAddress } from './canonical-address.ts';
import type { ProxyHeader } from './header.ts';

export const V1_START = Buffer.from('PROXY ');

/** Of the whole line with its CRLF: the longest that the specification (section 2.1) allows. */
const MAX_LENGTH = 107;

/** Whatever else an `UNKNOWN` line says is to be ignored. */
const LINE = /^PROXY (?:UNKNOWN(?: .*)?|TCP([46]) (\S+) (\S+) (\d{1,5}) (\d{1,5}))$/;
const MAX_PORT = 65_535;

/** Version 1, for people: one line such as `PROXY TCP4 203.0.113.9 192.0.2.1 56324 443`. */
export function parseV1(bytes: Buffer): ProxyHeader {
  const end = bytes.subarray(0, MAX_LENGTH).indexOf('\r\n');
  if (end === -1) return bytes.length < MAX_LENGTH ? 'incomplete' : 'malformed';
  const length = end + 2;
  const line = LINE.exec(bytes.toString('latin1', 0, end));
  if (line === null) return 'malformed';
  const [, version, source = '', destination = '', ...ports] = line;
  if (version === undefined) return { length, source: null };
  const family = Number(version);
  const wellFormed = isAddress(source, family) && isAddress(destination, family) && ports.every(isPort);
  return wellFormed ? { length, source: canonicalAddress(source) } : 'malformed';
}

/** A zone id is no part of an address that another machine names. */
const isAddress = (text: string, family: number): boolean => isIP(text) === family && !text.includes('%');

const isPort = (text: string): boolean => Number(text) <= MAX_PORT && String(Number(text)) === text;
