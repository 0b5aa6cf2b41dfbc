import { type Profile, type Route, formatPathTemplate } from '@keyledger/domain';
import { headerComponents } from './headers.ts';
import type { Json } from './json.ts';
import { operationOf } from './operation.ts';
import { ERROR_SCHEMA, Responses } from './responses.ts';
import { securitySchemes } from './security.ts';

export interface OpenApiOptions {
  /** Of the API node. */
  readonly version: string;
  /** The address of the page that explains the codes. */
  readonly errorDocs: string;
}

/** What the public port is under a profile, as OpenAPI 3.1: every route, what it asks for, and what it refuses with. */
export function openApiOf(profile: Profile, { version, errorDocs }: OpenApiOptions): Json {
  const routes = profile.routes === 'any' ? [] : profile.routes;
  const responses = new Responses(profile, routes, errorDocs);
  return {
    openapi: '3.1.0',
    info: {
      title: profile.name,
      version,
      description: 'Of several reasons for a refusal the first is told, in the order in which codes stand here.',
    },
    externalDocs: { description: 'What the codes mean.', url: errorDocs },
    servers: [{ url: '/' }],
    paths: pathsOf(profile, routes, responses),
    components: {
      securitySchemes: securitySchemes(profile),
      schemas: { Error: ERROR_SCHEMA },
      headers: headerComponents(),
      responses: responses.components(),
    },
  };
}

function pathsOf(profile: Profile, routes: readonly Route[], responses: Responses): Json {
  const byPath = Map.groupBy(routes, ({ path }) => formatPathTemplate(path));
  return Object.fromEntries(
    [...byPath].map(([path, there]) => {
      const operations = there.map((route) => [route.method.toLowerCase(), operationOf(profile, route, responses)]);
      return [path, Object.fromEntries(operations)];
    }),
  );
}
