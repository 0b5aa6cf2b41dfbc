import type { LookupAddress } from 'node:dns';
import { Resolver } from 'node:dns/promises';

/** All addresses of a name, IPv4 first; rejects where there is none. */
export type Lookup = (host: string, signal: AbortSignal) => Promise<readonly LookupAddress[]>;

/** Of a name server that does not answer; twice as long the second time, which is the last. */
const TIMEOUT_MS = 3_000;
const TRIES = 2;

/**
 * Asks name servers, and not the system: its lookups share few threads with all others of this process, so that names whose
 * servers hang would keep it from finding its own ledger.
 * @param servers absent: those of the system
 */
export function nameServers(servers?: readonly string[]): Lookup {
  return async (host, signal) => {
    signal.throwIfAborted();
    const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: TRIES });
    if (servers !== undefined) resolver.setServers(servers);
    const cancel = (): void => resolver.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const [ipv4, ipv6] = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
      if (ipv4.status === 'rejected' && ipv6.status === 'rejected') throw ipv4.reason;
      return [...found(ipv4, 4), ...found(ipv6, 6)];
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  };
}

const found = (answer: PromiseSettledResult<string[]>, family: 4 | 6): LookupAddress[] =>
  answer.status === 'rejected' ? [] : answer.value.map((address) => ({ address, family }));
