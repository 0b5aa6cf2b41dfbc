import type { ServerUnaryCall, ServerWritableStream, UntypedServiceImplementation, sendUnaryData } from '@grpc/grpc-js';
import { service as healthDefinition } from 'grpc-health-check';
import { Fault } from '@keyledger/ports';
import type { GrpcService, ServiceContext } from './service.ts';
import { statusOf } from './status.ts';

/** How often a watched state is looked at, in milliseconds; nobody watching: never. */
const WATCH_MS = 1000;

interface HealthRequest {
  readonly service: string;
}
type ServingStatus = 'SERVING' | 'NOT_SERVING' | 'SERVICE_UNKNOWN';
interface HealthResponse {
  readonly status: ServingStatus;
}

/**
 * `grpc.health.v1.Health`. The whole server (the empty name) and each of its services are in one state.
 * @param serving asked at every check.
 */
export function createHealthService(serving: () => boolean, services: readonly string[]): GrpcService {
  const known = new Set(['', ...services]);
  const implement = (context: ServiceContext): UntypedServiceImplementation => {
    const { stopping, logger } = context;
    const now = (): ServingStatus => (serving() && !stopping.aborted ? 'SERVING' : 'NOT_SERVING');
    const statusFor = (name: string): ServingStatus => (known.has(name) ? now() : 'SERVICE_UNKNOWN');
    return {
      check: (call: ServerUnaryCall<HealthRequest, HealthResponse>, callback: sendUnaryData<HealthResponse>) => {
        const status = statusFor(call.request.service);
        if (status !== 'SERVICE_UNKNOWN') return callback(null, { status });
        callback(statusOf(new Fault('not_found', 'There is no such service.'), logger, call.getPath()));
      },
      list: (_call: ServerUnaryCall<object, object>, callback: sendUnaryData<object>) => {
        const status = now();
        callback(null, { statuses: Object.fromEntries([...known].map((name) => [name, { status }])) });
      },
      watch: (call: ServerWritableStream<HealthRequest, HealthResponse>) =>
        watch(call, () => statusFor(call.request.service), stopping),
    };
  };
  return { definition: healthDefinition, open: true, implement };
}

function watch(
  call: ServerWritableStream<HealthRequest, HealthResponse>,
  statusNow: () => ServingStatus,
  stopping: AbortSignal,
): void {
  let told: ServingStatus | undefined;
  const tell = (): void => {
    const status = statusNow();
    if (status === told) return;
    told = status;
    call.write({ status });
  };
  const timer = setInterval(tell, WATCH_MS).unref();
  const stop = (): void => {
    clearInterval(timer);
    stopping.removeEventListener('abort', last);
  };
  const last = (): void => {
    tell();
    stop();
    call.end();
  };
  stopping.addEventListener('abort', last);
  call.on('cancelled', stop);
  tell();
}
