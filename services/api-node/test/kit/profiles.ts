import { DEFAULT_PROFILE, type ParameterRule, type Profile, type Route, parsePathTemplate } from '@keyledger/domain';

const integer = (name: string, code: ParameterRule['code'], min: number, max: number): ParameterRule => ({
  name,
  form: { type: 'integer', min, max },
  code,
});

const date = (name: string): ParameterRule => ({ name, form: { type: 'date' }, code: 'invalid_query' });

/** A route of GET for every key, without parameters, but for what is said. */
export function route(name: string, path: string, changes: Partial<Route> = {}): Route {
  const template = parsePathTemplate(path);
  if (template === null) throw new RangeError(path);
  return {
    name,
    method: 'GET',
    path: template,
    scopes: [],
    kinds: ['secret', 'public'],
    holder: 'any',
    query: { parameters: [], ranges: [] },
    cost: 1,
    refusals: [],
    ...changes,
  };
}

export const LIST_QUERY = {
  parameters: [
    integer('limit', 'invalid_limit', 1, 100),
    integer('offset', 'invalid_offset', 0, 10_000),
    { name: 'sort_order', form: { type: 'choice', values: ['asc', 'desc'] }, code: 'invalid_sort' },
    date('date_from'),
    date('date_to'),
    { name: 'q', form: { type: 'text' }, code: 'invalid_query' },
  ],
  ranges: [['date_from', 'date_to']],
} as const satisfies Route['query'];

/** Something of everything that a profile can say. */
export const ROUTED: Profile = {
  ...DEFAULT_PROFILE,
  name: 'routed',
  credentials: { headers: ['authorization', 'x-api-key'], keep: false },
  errors: { validationStatus: 422 },
  forward: { 'x-key-role': 'operator' },
  cors: { allowHeaders: ['content-type'], exposeHeaders: ['ratelimit'], maxAgeSeconds: 600, refuseSecretKeys: true },
  routes: [
    route('documents.list', '/v1/documents', { scopes: ['documents:read'], query: LIST_QUERY }),
    route('documents.create', '/v1/documents', { method: 'POST', scopes: ['documents:write'], kinds: ['secret'] }),
    route('documents.get', '/v1/documents/{id}', { scopes: ['documents:read'], holder: 'organization' }),
    route('documents.search', '/v1/documents/search', { kinds: ['secret'], query: 'any' }),
    route('keys.manage', '/v1/keys', { kinds: ['secret'], scopes: ['keys.manage'] }),
  ],
};
