import { once } from 'node:events';
import type { ServerWritableStream } from '@grpc/grpc-js';
import { positionAt } from '@keyledger/domain';
import { Fault, type FollowFrom, type LedgerBatch, type LedgerFollower } from '@keyledger/ports';
import {
  type FollowRequest__Output as FollowRequest,
  type FollowResponse,
  type LedgerFeedHandlers,
  ledgerFeedDefinition,
} from '@keyledger/proto';
import { type GrpcService, type ServiceContext, greet } from './service.ts';
import { statusOf } from './status.ts';

/** A message is closed when it holds this much; one more record (256 kB) still stays far below gRPC's usual 4 MB. */
const MESSAGE_BYTES = 1024 * 1024;

/** `keyledger.v1.LedgerFeed` over the port: the ledger for those that cannot reach it. */
export function createFeedService(options: { readonly follower: LedgerFollower }): GrpcService {
  const implement = (context: ServiceContext): Pick<LedgerFeedHandlers, 'Follow'> => ({
    Follow: (call) => {
      const over = new AbortController();
      call.on('cancelled', () => over.abort());
      const signal = AbortSignal.any([over.signal, context.stopping]);
      greet(call);
      feed(call, options.follower, signal)
        .catch((error: unknown) => {
          if (over.signal.aborted) return;
          const reason = context.stopping.aborted ? ended() : error;
          call.emit('error', statusOf(reason, context.logger, call.getPath()));
        })
        .finally(() => over.abort());
    },
  });
  return { definition: ledgerFeedDefinition, implement };
}

type FollowCall = ServerWritableStream<FollowRequest, FollowResponse>;

/** Ends only by a fault; nothing is read from the ledger while the client does not read. */
async function feed(call: FollowCall, follower: LedgerFollower, signal: AbortSignal): Promise<void> {
  for await (const batch of follower.follow(beginning(call.request), signal)) {
    for (const message of messagesOf(batch)) {
      if (signal.aborted) throw ended();
      if (!call.write(message)) await once(call, 'drain', { signal });
    }
  }
  throw ended();
}

function beginning({ fromPosition }: FollowRequest): FollowFrom {
  if (fromPosition === undefined) return 'end';
  if (Number.isSafeInteger(fromPosition)) return positionAt(fromPosition);
  const errors = [{ field: 'from_position', message: 'below 2^53' }];
  throw new Fault('validation_failed', 'The request is not valid.', { errors });
}

function* messagesOf({ records, upTo }: LedgerBatch): Generator<FollowResponse> {
  let held: NonNullable<FollowResponse['records']> = [];
  let bytes = 0;
  for (const { position, value } of records) {
    if (bytes > MESSAGE_BYTES) {
      yield { records: held, upToPosition: position - 1 };
      held = [];
      bytes = 0;
    }
    held.push({ position, value });
    bytes += value.length + 16;
  }
  yield { records: held, upToPosition: upTo };
}

const ended = (): Fault => new Fault('ledger_unavailable', 'The feed has ended; follow another authority.');
