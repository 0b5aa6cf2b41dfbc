import type { Authority } from '../../application/authority.ts';
import type { App } from '../app.ts';
import { answerApplied } from '../applied.ts';
import { callerOf } from '../caller.ts';
import { COMMAND, responses } from '../operation.ts';
import { LedgerAnswer, UpdateLedgerBody } from '../schemas/ledger.ts';
import { CommandHeaders } from '../schemas/parameters.ts';

/** What operators change about the ledger itself. */
export function registerLedgerCommands(app: App, authority: Authority): void {
  const schema = {
    tags: ['ledger'],
    operationId: 'updateLedger',
    summary: 'Set the longest lease that may be granted',
    description: 'Leases that were granted before last as long as they were granted for.',
    headers: CommandHeaders,
    body: UpdateLedgerBody,
    response: responses({ status: 200, description: 'The ledger as it is now.', schema: LedgerAnswer }, COMMAND),
  };
  app.patch('/ledger', { schema }, async (request, reply) => {
    const { max_hold_ms: maxHoldMs, reason } = request.body;
    const outcome = await authority.ledger.changeMaxHold(callerOf(request, reason), maxHoldMs);
    const applied = await answerApplied(authority, request, reply, outcome);
    return { ledger_id: authority.status().ledgerId, max_hold_ms: authority.leases().maxHoldMs, ...applied };
  });
}
