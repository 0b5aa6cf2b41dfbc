import type { KeyKind } from '../key/key.ts';
import type { QueryRules } from './query.ts';

/** One thing that a key can be used for. */
export interface Route {
  /** By which organizations are enabled for it, and usage is counted. */
  readonly name: string;
  /** In upper case. A route of GET is also one of HEAD. */
  readonly method: string;
  readonly path: PathTemplate;
  /** All of them are needed. */
  readonly scopes: readonly string[];
  readonly kinds: readonly KeyKind[];
  /** `organization`: a key that a user holds is refused. */
  readonly holder: 'any' | 'organization';
  /** `any`: the upstream's business. */
  readonly query: 'any' | QueryRules;
  /** How many of its rate limit one request takes. */
  readonly cost: number;
  /** What the upstream may refuse with, as check 10 of systems.md: for whoever reads what the route can answer. */
  readonly refusals: readonly string[];
}

/** Any one segment that is not empty. */
export interface PathParameter {
  readonly parameter: string;
}

/** The segments of a path. No two parameters have one name. */
export type PathTemplate = readonly (string | PathParameter)[];

const PARAMETER = /^\{([a-z][a-z0-9_]*)\}$/;
const SEGMENT = /^[A-Za-z0-9._~-]+$/;

/** Of a text such as `/v1/documents/{id}`; null where it is none. */
export function parsePathTemplate(text: string): PathTemplate | null {
  if (!text.startsWith('/')) return null;
  const segments = text.slice(1).split('/').map(parseSegment);
  const names = segments.flatMap((segment) => (isParameter(segment) ? [segment.parameter] : []));
  const isTemplate = segments.every((segment) => segment !== null) && new Set(names).size === names.length;
  return isTemplate ? segments : null;
}

export const isParameter = (segment: string | PathParameter | null): segment is PathParameter =>
  typeof segment === 'object' && segment !== null;

/** The text that {@link parsePathTemplate} reads. */
export const formatPathTemplate = (path: PathTemplate): string =>
  path.map((segment) => `/${isParameter(segment) ? `{${segment.parameter}}` : segment}`).join('');

function parseSegment(text: string): string | PathParameter | null {
  const parameter = PARAMETER.exec(text)?.[1];
  if (parameter !== undefined) return { parameter };
  return isPlainSegment(text) ? text : null;
}

const isPlainSegment = (segment: string): boolean => SEGMENT.test(segment) && segment !== '.' && segment !== '..';

/** The route of a request; undefined: none. What is written out wins over a parameter. */
export function findRoute(routes: readonly Route[], method: string, path: readonly string[]): Route | undefined {
  const asked = method === 'HEAD' ? 'GET' : method;
  const fitting = routes.filter((route) => route.method === asked && fits(route.path, path));
  return fitting.find(({ path: template }) => !template.some(isParameter)) ?? fitting[0];
}

/** The methods that a path is there for at all. */
export const routesAt = (routes: readonly Route[], path: readonly string[]): readonly Route[] =>
  routes.filter((route) => fits(route.path, path));

const fits = (template: PathTemplate, path: readonly string[]): boolean =>
  template.length === path.length &&
  template.every((segment, index) => isParameter(segment) || segment === path[index]);
