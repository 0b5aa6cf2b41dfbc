import type { Server } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';
import { protoFiles, protoFolder } from '@keyledger/proto';
import { protoPath as healthProto } from 'grpc-health-check';

export const REFLECTION_SERVICES: ReadonlySet<string> = new Set([
  'grpc.reflection.v1.ServerReflection',
  'grpc.reflection.v1alpha.ServerReflection',
]);

/**
 * `grpc.reflection`, v1 and v1alpha.
 * @param services what is served here; the contract has more.
 */
export function addReflection(server: Server, services: readonly string[]): void {
  // Loaded again, because the definitions that serve have camel-case names: tools are to see the contract's own.
  const contract = loadSync([...protoFiles, healthProto], { keepCase: true, includeDirs: [protoFolder] });
  new ReflectionService(contract, { services: [...services] }).addToServer(server);
}
