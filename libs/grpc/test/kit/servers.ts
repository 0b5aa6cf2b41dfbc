import { Client, credentials } from '@grpc/grpc-js';
import { Fault, type Logger, type Verifier, silentLogger } from '@keyledger/ports';
import { afterEach } from 'vitest';
import {
  type CallGuard,
  type GrpcServer,
  type GrpcService,
  createGrpcServer,
  createVerifierService,
} from '../../src/index.ts';
import { LEDGER_ID, SERVICE } from './sample.ts';

export const TOKEN = 'service-token';
export const token = (): string => TOKEN;

/** Knows one token, which may do everything. */
export const GUARD: CallGuard = {
  authenticate: (sent) => {
    if (sent !== TOKEN) throw new Fault('unauthenticated', 'Unknown token.');
    return SERVICE;
  },
  authorizeCall: () => undefined,
};

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** Runs when the test is over, the newest first. */
export function whenOver<T>(thing: T, cleanup: (thing: T) => unknown): T {
  cleanups.push(() => cleanup(thing));
  return thing;
}

export interface RunningServer {
  readonly server: GrpcServer;
  readonly endpoint: string;
  readonly port: number;
  /** As if the process died: connections break at once. */
  kill(): Promise<void>;
}

interface ServerSetup {
  readonly guard?: CallGuard;
  readonly port?: number;
  readonly serving?: () => boolean;
  readonly logger?: Logger;
}

export async function startServer(services: readonly GrpcService[], setup: ServerSetup = {}): Promise<RunningServer> {
  const { guard = GUARD, port = 0, serving = () => true, logger = silentLogger } = setup;
  const server = whenOver(createGrpcServer({ services, guard, serving, logger }), (one) => one.stop(0));
  const bound = await server.listen('127.0.0.1', port);
  return { server, endpoint: `127.0.0.1:${String(bound)}`, port: bound, kill: () => server.stop(0) };
}

export const startVerifier = (verify: Verifier['verify'], setup: ServerSetup = {}): Promise<RunningServer> =>
  startServer([createVerifierService({ verifier: { verify }, ledgerId: () => LEDGER_ID })], setup);

/** A client that knows nothing of ours. */
export const rawClient = (endpoint: string): Client =>
  whenOver(new Client(endpoint, credentials.createInsecure(), { 'grpc.enable_http_proxy': 0 }), (one) => one.close());
