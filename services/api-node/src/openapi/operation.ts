import type { Profile, Route } from '@keyledger/domain';
import { type Json, listed } from './json.ts';
import { parametersOf } from './parameters.ts';
import type { Responses } from './responses.ts';
import { securityOf } from './security.ts';

const HAS_BODY = new Set(['POST', 'PUT', 'PATCH']);

export function operationOf(profile: Profile, route: Route, responses: Responses): Json {
  return {
    operationId: route.name,
    description: describe(route),
    security: securityOf(profile, route),
    'x-required-scopes': route.scopes,
    'x-key-kinds': route.kinds,
    'x-key-holder': route.holder,
    'x-rate-limit-cost': route.cost,
    parameters: parametersOf(route),
    ...(HAS_BODY.has(route.method)
      ? { requestBody: { description: 'As the service behind reads it.', content: { '*/*': {} } } }
      : {}),
    responses: responses.of(route),
  };
}

/** What is asked of a key, in words. */
function describe({ method, scopes, kinds, holder, query }: Route): string {
  const kind = kinds.length === 1 ? `a ${kinds.join('')} key` : 'a key';
  const held = holder === 'organization' ? ' that is held by an organization' : '';
  const scoped = scopes.length === 0 ? '' : `, with the scope${scopes.length === 1 ? '' : 's'} ${listed(scopes)}`;
  const sentences = [`Needs ${kind}${held}${scoped}.`];
  if (query === 'any') sentences.push('Query parameters are those of the service behind.');
  if (method === 'GET') sentences.push('HEAD is answered alike.');
  return sentences.join(' ');
}
