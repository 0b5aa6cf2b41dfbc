import { ServerInterceptingCall, type ServerInterceptor } from '@grpc/grpc-js';
import { Fault, type Logger } from '@keyledger/ports';
import { AddressShares } from './address-shares.ts';
import { statusOf } from './status.ts';

const MAX_STREAMS = 1_000;
const MAX_STREAMS_AN_ADDRESS = 50;

/**
 * Bounds the streams that need no credential, health's `Watch` and reflection: whoever opens one can hold it for ever.
 * Calls that end by themselves are not counted, so that no number of watchers keeps health from being asked.
 */
export function openStreamsInterceptor(isOpen: (path: string) => boolean, logger: Logger): ServerInterceptor {
  const shares = new AddressShares({ all: MAX_STREAMS, perAddress: MAX_STREAMS_AN_ADDRESS });
  return (method, call) => {
    const streams = method.requestStream || method.responseStream;
    if (!streams || !isOpen(method.path)) return new ServerInterceptingCall(call);
    const address = call.getConnectionInfo().remoteAddress ?? null;
    let held = false;
    return new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata: (metadata, pass) => {
            held = shares.tryTake(address);
            if (held) return pass(metadata);
            const fault = new Fault('rate_limited', 'There are too many open streams.');
            call.sendStatus(statusOf(fault, logger, method.path));
          },
          // Comes once for every stream, however it ends.
          onCancel: () => {
            if (held) shares.giveBack(address);
          },
        }),
    });
  };
}
