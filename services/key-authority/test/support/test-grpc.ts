import { type ClientHttp2Session, connect } from 'node:http2';
import { type GrpcServer, createGrpcServer } from '@keyledger/grpc';
import { silentLogger } from '@keyledger/ports';
import { authorizeCalls } from '../../src/grpc/call-permissions.ts';
import { createLifecycleService } from '../../src/grpc/lifecycle-service.ts';
import { type GrpcAnswer, type LifecycleMethod, callLifecycle } from './grpc-call.ts';
import { ADMIN_TOKEN, type TestAuthority } from './test-authority.ts';

/** The life-cycle service of an authority behind a socket, and a client of it. */
export interface TestGrpc {
  readonly server: GrpcServer;
  readonly session: ClientHttp2Session;
  readonly endpoint: string;
  /** @param token left out: the administrator's */
  call(method: LifecycleMethod, request: object, token?: string): Promise<GrpcAnswer>;
  stop(): Promise<void>;
}

const AT_LEAST_WAIT_MS = 50;

export async function startTestGrpc({ authority }: TestAuthority): Promise<TestGrpc> {
  const server = createGrpcServer({
    services: [createLifecycleService(authority, AT_LEAST_WAIT_MS)],
    guard: {
      authenticate: (token, address) => authority.authenticate(token, { address, origin: '' }),
      authorizeCall: authorizeCalls(authority.commandLimits),
    },
    serving: () => true,
    logger: silentLogger,
  });
  const endpoint = `127.0.0.1:${String(await server.listen('127.0.0.1', 0))}`;
  const session = connect(`http://${endpoint}`);
  return {
    server,
    session,
    endpoint,
    call: (method, request, token = ADMIN_TOKEN) => callLifecycle(session, token, method, request).answer,
    stop: async () => {
      session.destroy();
      await server.stop(0);
    },
  };
}
