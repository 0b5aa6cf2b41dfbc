import type { Principal } from '@keyledger/ports';
import type { KeyLifecycleHandlers } from '@keyledger/proto';
import type * as wire from '@keyledger/proto';
import type { TokenOutcome } from '../../application/token-commands.ts';
import type { Outcome } from '../../ledger/command-log.ts';
import { listToWire, tokenToWire } from '../lifecycle-records.ts';
import { pageOf, tokenInput } from '../lifecycle-requests.ts';
import { type LifecycleContext, command, history, read } from './call.ts';

type Handlers = Pick<KeyLifecycleHandlers, 'CreateToken' | 'ListTokens' | 'RevokeToken' | 'GetTokenHistory'>;

export function tokenCalls(context: LifecycleContext): Handlers {
  const { tokens, queries, views } = context.authority;
  const show = (principal: Principal, { aggregateId }: Outcome) => ({
    token: tokenToWire(views.token(principal, aggregateId)),
  });
  return {
    CreateToken: command(
      context,
      (caller, request: wire.CreateTokenRequest__Output) =>
        tokens.create(caller, request.organizationId, tokenInput(request)),
      (principal, outcome: TokenOutcome) => ({ ...show(principal, outcome), secret: outcome.secret ?? '' }),
    ),
    RevokeToken: command(
      context,
      (caller, { organizationId, id }: wire.RevokeTokenRequest__Output) => tokens.revoke(caller, organizationId, id),
      show,
    ),
    ListTokens: read(context, (principal, request: wire.ListTokensRequest__Output) =>
      listToWire(queries.tokens(principal, request.organizationId, pageOf(request)), tokenToWire),
    ),
    GetTokenHistory: history(context, (principal, { organizationId, id }: wire.GetTokenHistoryRequest__Output, page) =>
      queries.tokenHistory(principal, organizationId, id, page),
    ),
  };
}
