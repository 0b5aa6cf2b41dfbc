import {
  Metadata,
  type ServiceDefinition,
  type UntypedServiceImplementation,
  type handleUnaryCall,
} from '@grpc/grpc-js';
import type { Logger } from '@keyledger/ports';
import { type Caller, callerOf } from './caller.ts';
import { statusOf } from './status.ts';

export interface ServiceContext {
  /** Aborts when the server begins to stop: streams that never end by themselves finish what they hold, and end. */
  readonly stopping: AbortSignal;
  readonly logger: Logger;
}

/** One service of the contract, ready to be served. */
export interface GrpcService {
  readonly definition: ServiceDefinition;
  /** Answers without authentication; absent: only the authenticated and authorized are heard. */
  readonly open?: boolean;
  implement(context: ServiceContext): UntypedServiceImplementation;
}

export interface CallContext {
  readonly caller: Caller;
  /** Aborts when the caller has gone or its deadline has passed. */
  readonly signal: AbortSignal;
  /** How long the caller still waits, in milliseconds; Infinity: it did not say. */
  remainingMs(): number;
}

/** A unary handler out of an async function: what it throws becomes a status. */
export function unary<Request, Response>(
  { logger }: ServiceContext,
  answer: (request: Request, call: CallContext) => Promise<Response>,
): handleUnaryCall<Request, Response> {
  const respond: (...args: Parameters<handleUnaryCall<Request, Response>>) => Promise<void> = async (
    call,
    callback,
  ) => {
    const abort = new AbortController();
    call.once('cancelled', () => abort.abort());
    let response: Response;
    try {
      response = await answer(call.request, {
        caller: callerOf(call.metadata),
        signal: abort.signal,
        // It came as a duration, and was counted from this machine's clock.
        remainingMs: () => Number(call.getDeadline()) - Date.now(),
      });
    } catch (error) {
      callback(statusOf(error, logger, call.getPath()));
      return;
    }
    callback(null, response);
  };
  return (call, callback) => void respond(call, callback);
}

/** Tells the client of a stream that it is served, before there is anything to say. */
export const greet = (call: { sendMetadata(metadata: Metadata): void }): void => call.sendMetadata(new Metadata());
