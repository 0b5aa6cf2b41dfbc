import type { Profile, Route } from '@keyledger/domain';
import type { Json } from './json.ts';

const ALONE = 'Sent together with another credential, both must be the same key.';

/** Each header that may carry a key, by its name. */
export function securitySchemes({ credentials: { headers } }: Profile): Json {
  const also = headers.length > 1 ? ` ${ALONE}` : '';
  return Object.fromEntries(
    headers.map((name) => [
      name,
      name === 'authorization'
        ? { type: 'http', scheme: 'bearer', description: `The key.${also}` }
        : { type: 'apiKey', in: 'header', name, description: `The key.${also}` },
    ]),
  );
}

/** One of the headers, with all of the route's scopes (OpenAPI 3.1 has names of roles there for every type). */
export const securityOf = ({ credentials: { headers } }: Profile, { scopes }: Route): readonly Json[] =>
  headers.map((name) => ({ [name]: scopes }));
