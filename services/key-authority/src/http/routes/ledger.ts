import { BEFORE_FIRST, formatPosition } from '@keyledger/domain';
import { Type } from 'typebox';
import { demand } from '../../access/permissions.ts';
import type { Authority } from '../../application/authority.ts';
import { positionOf } from '../../application/position.ts';
import type { App } from '../app.ts';
import { principalOf } from '../authentication.ts';
import { READ, responses } from '../operation.ts';
import { DEFAULT_LIMIT } from '../page-query.ts';
import { Limit, page, strictObject } from '../schemas/common.ts';
import { LEDGER_EVENT, eventJson } from '../schemas/event.ts';
import { LedgerStatus, ledgerStatusJson } from '../schemas/ledger.ts';
import { ReadHeaders } from '../schemas/parameters.ts';

const tags = ['ledger'];

const EventParameters = strictObject({
  after: Type.Optional(Type.String({ description: 'Only events behind this position; left out: from the first.' })),
  limit: Type.Optional(Limit),
});

export function registerLedger(app: App, authority: Authority): void {
  const status = {
    tags,
    operationId: 'getLedgerStatus',
    summary: 'How the ledger and this replica stand',
    headers: ReadHeaders,
    response: responses({ status: 200, description: 'The status.', schema: LedgerStatus }, READ),
  };
  app.get('/ledger/status', { schema: status }, async (request) => {
    demand(principalOf(request), 'ledger.read');
    return ledgerStatusJson(authority.status(), authority.leases());
  });

  const events = {
    tags,
    operationId: 'listLedgerEvents',
    summary: 'Every event, oldest first',
    description: '`next_cursor` is the `after` of the next page; the position of the last event can be used as well.',
    querystring: EventParameters,
    headers: ReadHeaders,
    response: responses({ status: 200, description: 'A page of events.', schema: page(LEDGER_EVENT) }, READ),
  };
  app.get('/ledger/events', { schema: events }, async (request) => {
    const { after: text, limit = DEFAULT_LIMIT } = request.query;
    const { ledgerId } = authority.status();
    const after = text === undefined ? BEFORE_FIRST : positionOf('after', text, ledgerId);
    const found = authority.queries.events(principalOf(request), { after, limit: limit + 1 });
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    const hasMore = found.length > limit && last !== undefined;
    return {
      items: shown.map((event) => eventJson(event, ledgerId)),
      next_cursor: hasMore ? formatPosition(ledgerId, last.position) : null,
    };
  });
}
