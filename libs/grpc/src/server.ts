import { Server, ServerCredentials } from '@grpc/grpc-js';
import type { Logger } from '@keyledger/ports';
import { type CallGuard, guardInterceptor } from './auth.ts';
import { createHealthService } from './health-service.ts';
import { malformedInterceptor, markMalformed } from './malformed.ts';
import { openStreamsInterceptor } from './open-streams.ts';
import { REFLECTION_SERVICES, addReflection } from './reflection.ts';
import type { GrpcService } from './service.ts';

/** PEM texts. With `clientCa`, only clients with a certificate of it are let in. */
export interface ServerTls {
  readonly key: Buffer;
  readonly cert: Buffer;
  readonly clientCa?: Buffer;
}

export interface GrpcServerOptions {
  readonly services: readonly GrpcService[];
  readonly guard: CallGuard;
  /** What `grpc.health.v1` answers; asked at every check. */
  readonly serving: () => boolean;
  readonly logger: Logger;
  readonly tls?: ServerTls;
}

export interface GrpcServer {
  /**
   * @param port 0: any that is free.
   * @returns the port that is listened on.
   * @throws Error with `code` EADDRINUSE where it is taken.
   */
  listen(host: string, port: number): Promise<number>;
  /** Takes no more calls, lets those under way end, and after `graceMs` ends them. Resolves when nothing is open. */
  stop(graceMs: number): Promise<void>;
}

const SERVER_OPTIONS = {
  'grpc.max_receive_message_length': 4 * 1024 * 1024,
  'grpc.max_concurrent_streams': 1000,
  // Connections whose other end has vanished are noticed, and cost one ping a minute otherwise.
  'grpc.keepalive_time_ms': 60_000,
  'grpc.keepalive_timeout_ms': 20_000,
};

const nameOf = ({ definition }: GrpcService): string => Object.values(definition)[0]?.path.split('/')[1] ?? '';

export function createGrpcServer({ services, guard, serving, logger, tls }: GrpcServerOptions): GrpcServer {
  const stopping = new AbortController();
  const names = services.map(nameOf);
  const all = [...services, createHealthService(serving, names)];
  const open = new Set(all.filter((service) => service.open === true).map(nameOf));
  const isOpen = (path: string): boolean => {
    const name = path.split('/')[1] ?? '';
    return open.has(name) || REFLECTION_SERVICES.has(name);
  };
  const interceptors = [
    guardInterceptor(guard, isOpen, logger),
    openStreamsInterceptor(isOpen, logger),
    malformedInterceptor(logger),
  ];
  const server = new Server({ ...SERVER_OPTIONS, interceptors });
  for (const service of all) {
    const handlers = service.implement({ stopping: stopping.signal, logger });
    server.addService(markMalformed(service.definition), handlers);
  }
  addReflection(server, all.map(nameOf));
  return {
    listen: (host, port) => listen(server, host, port, tls),
    stop: (graceMs) => {
      stopping.abort();
      return stop(server, graceMs, logger);
    },
  };
}

function listen(server: Server, host: string, port: number, tls: ServerTls | undefined): Promise<number> {
  const address = `${host.includes(':') ? `[${host}]` : host}:${String(port)}`;
  return new Promise((resolve, reject) => {
    server.bindAsync(address, credentialsOf(tls), (error, bound) => {
      if (error === null) return resolve(bound);
      const code = /\bE[A-Z]{4,}\b/.exec(error.message)?.[0] ?? 'EUNKNOWN';
      reject(Object.assign(new Error(`cannot listen on ${address} (${code})`, { cause: error }), { code }));
    });
  });
}

function credentialsOf(tls: ServerTls | undefined): ServerCredentials {
  if (tls === undefined) return ServerCredentials.createInsecure();
  const pair = { private_key: tls.key, cert_chain: tls.cert };
  return ServerCredentials.createSsl(tls.clientCa ?? null, [pair], tls.clientCa !== undefined);
}

async function stop(server: Server, graceMs: number, logger: Logger): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(() => {
    logger.warn({ graceMs }, 'calls under way were ended');
    server.forceShutdown();
    // What force leaves behind is no reason to wait on.
    resolve();
  }, graceMs);
  server.tryShutdown(() => resolve());
  await promise;
  clearTimeout(timer);
}
