import {
  type MethodDefinition,
  ServerInterceptingCall,
  type ServerInterceptor,
  type ServiceDefinition,
} from '@grpc/grpc-js';
import { Fault, type Logger } from '@keyledger/ports';
import { statusOf } from './status.ts';

const MALFORMED = Symbol('malformed');

/** The definition with bytes that are no such message read as a mark: grpc-js would answer INTERNAL to them. */
export function markMalformed(definition: ServiceDefinition): ServiceDefinition {
  const marked = Object.entries(definition).map(([name, method]) => [name, markMethod(method)] as const);
  return Object.fromEntries(marked);
}

function markMethod(method: MethodDefinition<unknown, unknown>): MethodDefinition<unknown, unknown> {
  const requestDeserialize = (bytes: Buffer): unknown => {
    try {
      return method.requestDeserialize(bytes);
    } catch {
      return MALFORMED;
    }
  };
  return { ...method, requestDeserialize };
}

/** Ends the call that brought a malformed message, with the caller's error. */
export function malformedInterceptor(logger: Logger): ServerInterceptor {
  return (method, call) =>
    new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMessage: (message, pass) => {
            if (message !== MALFORMED) return pass(message);
            const fault = new Fault('malformed_request', 'The message is not of the type of this method.');
            call.sendStatus(statusOf(fault, logger, method.path));
          },
        }),
    });
}
