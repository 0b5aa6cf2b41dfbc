import { type RequestListener, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DEFAULT_PROFILE, parseAddressRange } from '@keyledger/domain';
import { LocalLimiter } from '@keyledger/limiter';
import { type Logger, systemClock } from '@keyledger/ports';
import type { Outcome, PublicServerOptions } from '../../src/http/options.ts';
import type { ConnectionRefusal } from '../../src/proxy-protocol/proxied-connections.ts';
import { type PublicServer, createPublicServer } from '../../src/http/public-server.ts';
import { FakeVerifier } from './fake-verifier.ts';

export interface Answered {
  readonly outcome: Outcome;
  readonly status: number;
}

export interface PublicPort extends AsyncDisposable {
  readonly server: PublicServer;
  readonly port: number;
  readonly verifier: FakeVerifier;
  readonly answered: Answered[];
  readonly keyEvents: (string | null)[];
  /** Why connections were closed before they could carry a request. */
  readonly refused: ConnectionRefusal[];
  /** Every log line, as one text each. */
  readonly logs: string[];
}

export const ERROR_DOCS = 'https://docs.example/errors.md';

export async function startUpstream(listener: RequestListener): Promise<{ server: Server; url: URL }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { server, url: new URL(`http://127.0.0.1:${String(port)}`) };
}

export function stopUpstream(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

export async function startPort(
  upstream: URL,
  overrides: Partial<PublicServerOptions> & { trusted?: readonly string[]; host?: string } = {},
): Promise<PublicPort> {
  const { trusted = [], host = '127.0.0.1', ...options } = overrides;
  const verifier = new FakeVerifier();
  const answered: Answered[] = [];
  const keyEvents: (string | null)[] = [];
  const refused: ConnectionRefusal[] = [];
  const logs: string[] = [];
  const log = (fields: object, message: string): void => void logs.push(`${message} ${JSON.stringify(fields)}`);
  const logger: Logger = { debug: log, info: log, warn: log, error: log };
  const server = createPublicServer({
    verifier,
    limiter: new LocalLimiter(systemClock, () => 1),
    upstream,
    environments: ['live'],
    apiKeysEnabled: true,
    profile: () => DEFAULT_PROFILE,
    trustedProxies: trusted.map((text) => parseAddressRange(text) ?? failRange(text)),
    errorDocs: ERROR_DOCS,
    revokeBySecret: () => true,
    clock: systemClock,
    logger,
    hooks: {
      answered: (outcome, status) => void answered.push({ outcome, status }),
      keyInQuery: (address) => void keyEvents.push(address),
      overage: () => undefined,
      connectionRefused: (reason) => void refused.push(reason),
    },
    ...options,
  });
  const { port } = await server.listen({ host, port: 0 });
  const close = (): Promise<void> => server.close(200);
  return { server, port, verifier, answered, keyEvents, refused, logs, [Symbol.asyncDispose]: close };
}

function failRange(text: string): never {
  throw new RangeError(text);
}
