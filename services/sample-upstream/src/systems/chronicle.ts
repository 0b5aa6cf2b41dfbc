import { randomBytes } from 'node:crypto';
import { isListed } from '@keyledger/client/upstream';
import { page } from './page.ts';
import {
  type Owner,
  type Sample,
  type System,
  type SystemRequest,
  type SystemRoute,
  malformed,
  ok,
  sampleResources,
  withResource,
} from './system.ts';

const PRESENTATIONS: Readonly<Record<string, { readonly owner: Owner; readonly title: string }>> = {
  presentation: { owner: 'acme', title: 'Quarterly review' },
  foreign_presentation: { owner: 'globex', title: 'Product launch' },
};

interface Presentation {
  readonly id: string;
  readonly organizationId: string;
  readonly demo: boolean;
  readonly title: string;
  readonly slides: number;
}

const MISSING = 'presentation_not_found';
const ID_BYTES = 16;
const MAX_TITLE = 200;
/** Made ones are kept in memory, and the oldest of them goes first. */
const MAX_MADE = 1_000;

const json = ({ id, title, slides }: Presentation) => ({ id, title, slides, status: 'ready' });

/** The text of a field of the body; null: none that fits. */
function textOf({ body }: SystemRequest, field: string): string | null {
  const text = body?.[field];
  return typeof text === 'string' && text.trim() !== '' && text.length <= MAX_TITLE ? text : null;
}

function routes(sample: Sample): SystemRoute[] {
  const all = new Map<string, Presentation>();
  for (const { id, organizationId, demo, title } of sampleResources(sample, PRESENTATIONS).values())
    all.set(id, { id, organizationId, demo, title, slides: 8 });
  const made: string[] = [];
  const make = (field: string, slides: number) => (request: SystemRequest) => {
    const title = textOf(request, field);
    if (title === null) return malformed(field);
    const id = randomBytes(ID_BYTES).toString('hex');
    const presentation = { id, organizationId: request.caller.organizationId, demo: false, title, slides };
    all.set(id, presentation);
    if (made.push(id) > MAX_MADE) all.delete(made.shift() ?? '');
    return ok(json(presentation), 201);
  };
  const update = (request: SystemRequest) => {
    const { caller, params } = request;
    return withResource(caller, all.get(params['id'] ?? ''), MISSING, (found) => {
      const title = textOf(request, 'title');
      if (title === null) return malformed('title');
      const updated = { ...found, title };
      all.set(found.id, updated);
      return ok(json(updated));
    });
  };
  return [
    {
      method: 'GET',
      path: '/api/v1/presentations',
      handle: ({ caller, query }) =>
        ok(
          page(
            [...all.values()].filter((each) => isListed(caller, each)),
            query,
            json,
          ),
        ),
    },
    { method: 'POST', path: '/api/v1/presentations', handle: make('title', 1) },
    { method: 'POST', path: '/api/v1/presentations/generate', handle: make('prompt', 12) },
    {
      method: 'GET',
      path: '/api/v1/presentations/:id',
      handle: ({ caller, params: { id = '' } }) =>
        withResource(caller, all.get(id), MISSING, (found) => ok(json(found))),
    },
    { method: 'PATCH', path: '/api/v1/presentations/:id', handle: update },
  ];
}

/** Presentations of a workspace. */
export const chronicle: System = { forward: {}, resources: Object.keys(PRESENTATIONS), routes };
