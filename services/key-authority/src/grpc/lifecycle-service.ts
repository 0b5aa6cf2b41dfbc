import type { GrpcService } from '@keyledger/grpc';
import { type KeyLifecycleHandlers, keyLifecycleDefinition } from '@keyledger/proto';
import type { AssembledAuthority } from '../application/assemble.ts';
import type { LifecycleContext } from './calls/call.ts';
import { keyCommandCalls } from './calls/key-commands.ts';
import { keyCalls } from './calls/keys.ts';
import { memberCalls } from './calls/members.ts';
import { organizationCalls } from './calls/organizations.ts';
import { reportCalls } from './calls/reports.ts';
import { tokenCalls } from './calls/tokens.ts';
import { webhookCalls } from './calls/webhooks.ts';

/**
 * `keyledger.v1.KeyLifecycle`: the REST calls over gRPC.
 * @param atLeastWaitMs how long a read waits for a position that this replica has not applied yet
 */
export function createLifecycleService(authority: AssembledAuthority, atLeastWaitMs: number): GrpcService {
  return {
    definition: keyLifecycleDefinition,
    implement: (service): KeyLifecycleHandlers => {
      const waitFor: LifecycleContext['waitFor'] = (position) => authority.projector.waitFor(position, atLeastWaitMs);
      const context = { authority, service, waitFor };
      return {
        ...organizationCalls(context),
        ...memberCalls(context),
        ...tokenCalls(context),
        ...webhookCalls(context),
        ...keyCalls(context),
        ...keyCommandCalls(context),
        ...reportCalls(context),
      };
    },
  };
}
