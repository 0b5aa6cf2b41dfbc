import { createServer } from 'node:http';
import { decideResource, sendError, throughNode } from '@keyledger/client/upstream';

const DOCUMENTS = new Map([['4f1c', { organizationId: 'org_1', demo: false, title: 'A note' }]]);

/** Behind an API node: it has verified the key, and says whose it is. */
export const documents = createServer(
  throughNode((request, response, caller) => {
    const id = request.url?.split('/').at(-1) ?? '';
    const { resource, refusal } = decideResource(caller, DOCUMENTS.get(id), 'document_not_found');
    if (refusal !== '') sendError(response, refusal);
    else response.setHeader('content-type', 'application/json').end(JSON.stringify({ id, title: resource.title }));
  }),
);
