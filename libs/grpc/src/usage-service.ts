import { Fault, type UsageSink } from '@keyledger/ports';
import {
  type PublishRequest__Output as PublishRequest,
  type PublishResponse,
  usageFeedDefinition,
} from '@keyledger/proto';
import { usageBatchFromWire } from '@keyledger/wire';
import { type GrpcService, unary } from './service.ts';

/** `keyledger.v1.UsageFeed`: takes what nodes have counted. */
export function createUsageService(sink: UsageSink): GrpcService {
  return {
    definition: usageFeedDefinition,
    implement: (context) => ({
      Publish: unary<PublishRequest, PublishResponse>(context, async ({ batch }, { signal }) => {
        if (batch === null) throw missing();
        await sink.take(usageBatchFromWire(batch), signal);
        return {};
      }),
    }),
  };
}

const missing = (): Fault =>
  new Fault('validation_failed', 'The request is not valid.', { errors: [{ field: 'batch', message: 'is needed' }] });
