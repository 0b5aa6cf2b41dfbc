import { once } from 'node:events';
import type { ServerWritableStream } from '@grpc/grpc-js';
import { positionAt } from '@keyledger/domain';
import {
  type BarrierAnswer,
  type BarrierRequest,
  Fault,
  type FollowFrom,
  type LedgerBatch,
  type LedgerFollower,
  type Principal,
} from '@keyledger/ports';
import {
  type BarrierRequest__Output as WireBarrierRequest,
  type BarrierResponse,
  type FollowRequest__Output as FollowRequest,
  type FollowResponse,
  type LedgerFeedHandlers,
  ledgerFeedDefinition,
} from '@keyledger/proto';
import { barrierAnswerToWire, barrierRequestFromWire } from './barrier-wire.ts';
import { type Reports, serveReports } from './report-service.ts';
import { type GrpcService, type ServiceContext, greet, unary } from './service.ts';
import { statusOf } from './status.ts';

/** A message is closed when it holds this much; one more record (256 kB) still stays far below gRPC's usual 4 MB. */
const MESSAGE_BYTES = 1024 * 1024;

/** Answers barriers, knowing whose they are: holders are bounded for each credential. */
export interface Barriers {
  /** @throws Fault as `BarrierSource` of the ports */
  barrier(request: BarrierRequest, principal: Principal, signal: AbortSignal): Promise<BarrierAnswer>;
}

export interface FeedServiceOptions {
  readonly follower: LedgerFollower;
  readonly barriers: Barriers;
  readonly reports: Reports;
}

/** `keyledger.v1.LedgerFeed`: the ledger for those that cannot reach it, and leases for all who read it. */
export function createFeedService({ follower, barriers, reports }: FeedServiceOptions): GrpcService {
  return {
    definition: ledgerFeedDefinition,
    implement: (context): LedgerFeedHandlers => ({
      Follow: (call) => serveFollow(call, follower, context),
      Barrier: unary<WireBarrierRequest, BarrierResponse>(context, async (message, { caller, signal }) => {
        const request = barrierRequestFromWire(message);
        return barrierAnswerToWire(await barriers.barrier(request, caller.principal, signal));
      }),
      ReportApplied: (call, respond) => serveReports(call, respond, context, reports),
    }),
  };
}

type FollowCall = ServerWritableStream<FollowRequest, FollowResponse>;

function serveFollow(call: FollowCall, follower: LedgerFollower, { stopping, logger }: ServiceContext): void {
  const over = new AbortController();
  call.on('cancelled', () => over.abort());
  greet(call);
  feed(call, follower, AbortSignal.any([over.signal, stopping]))
    .catch((error: unknown) => {
      if (over.signal.aborted) return;
      call.emit('error', statusOf(stopping.aborted ? ended() : error, logger, call.getPath()));
    })
    .finally(() => over.abort());
}

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
