import type { Metadata } from '@grpc/grpc-js';
import type { Principal } from '@keyledger/ports';

/** Who makes a call, and from where. */
export interface Caller {
  readonly principal: Principal;
  /** The address of the connection's other end; empty where it is not known. */
  readonly address: string;
}

// grpc-js hands the same Metadata object to interceptors and handler; it is the one thing that names a call to both.
const callers = new WeakMap<Metadata, Caller>();

export const setCaller = (metadata: Metadata, caller: Caller): void => void callers.set(metadata, caller);

/** @throws Error where the call was never authenticated: a handler of an open service has no caller. */
export function callerOf(metadata: Metadata): Caller {
  const caller = callers.get(metadata);
  if (caller === undefined) throw new Error('the call has no caller');
  return caller;
}
