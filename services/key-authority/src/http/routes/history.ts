import type { EventRecord, Page } from '@keyledger/catalogue';
import type { TSchema } from 'typebox';
import type { Authority } from '../../application/authority.ts';
import { READ, responses } from '../operation.ts';
import { pageJson } from '../page-query.ts';
import { PageParameters, page } from '../schemas/common.ts';
import { LEDGER_EVENT, eventJson } from '../schemas/event.ts';
import { ReadHeaders } from '../schemas/parameters.ts';

/** Of a route that tells what happened to something. @param what such as "a key" */
export function historySchema<Path extends TSchema>(tag: string, operationId: string, what: string, params: Path) {
  const success = { status: 200, description: 'A page of events.', schema: page(LEDGER_EVENT) } as const;
  return {
    tags: [tag],
    operationId,
    summary: `What happened to ${what}, newest first`,
    params,
    querystring: PageParameters,
    headers: ReadHeaders,
    response: responses(success, [...READ, 'not_found']),
  };
}

export function historyJson(authority: Authority, found: Page<EventRecord>) {
  const { ledgerId } = authority.status();
  return pageJson(found, (event) => eventJson(event, ledgerId));
}
