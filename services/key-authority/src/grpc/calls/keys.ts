import type { KeyLifecycleHandlers } from '@keyledger/proto';
import type * as wire from '@keyledger/proto';
import { keyToWire, listToWire } from '../lifecycle-records.ts';
import { pageOf } from '../lifecycle-requests.ts';
import { oneOf, searchOf, timeOrNull } from '../wire-values.ts';
import { type LifecycleContext, history, read } from './call.ts';

type Handlers = Pick<KeyLifecycleHandlers, 'GetKey' | 'ListKeys' | 'GetKeyHistory'>;

/** Reading keys. */
export function keyCalls(context: LifecycleContext): Handlers {
  const { queries } = context.authority;
  return {
    GetKey: read(context, (principal, { id }: wire.GetKeyRequest__Output) => ({
      key: keyToWire(queries.key(principal, id)),
    })),
    ListKeys: read(context, (principal, request: wire.ListKeysRequest__Output) => {
      const found = queries.keys(principal, {
        ...pageOf(request),
        organizationId: request.organizationId,
        q: searchOf(request.q),
        state: oneOf('state', request.state, ['active', 'transition', 'paused', 'revoked']) ?? null,
        expiringBefore: timeOrNull('expiring_before', request.expiringBefore),
      });
      return listToWire(found, keyToWire);
    }),
    GetKeyHistory: history(context, (principal, { id }: wire.GetKeyHistoryRequest__Output, page) =>
      queries.keyHistory(principal, id, page),
    ),
  };
}
