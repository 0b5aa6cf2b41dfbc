import {
  type PathTemplate,
  type QueryRules,
  type Route,
  formatPathTemplate,
  isParameter,
  parsePathTemplate,
} from '@keyledger/domain';
import { type Report, oneOf } from './problem.ts';
import { METHODS, type ProfileFile, type RouteFile } from './profile-file.ts';
import { readQueries } from './queries.ts';

/** What the other parts of the profile say that routes refer to. */
interface Referred {
  readonly file: ProfileFile;
  readonly queries: ReadonlyMap<string, QueryRules>;
  readonly report: Report;
}

const NO_PARAMETERS: QueryRules = { parameters: [], ranges: [] };

export function readRoutes(file: ProfileFile, report: Report): 'any' | readonly Route[] {
  const referred: Referred = { file, queries: readQueries(file, report), report };
  if (file.routes === 'any') return 'any';
  const routes: Route[] = [];
  for (const [name, declared] of Object.entries(file.routes)) {
    const route = readRoute(name, declared, referred);
    if (route === null) continue;
    reportTwin(route, routes, report);
    routes.push(route);
  }
  return routes;
}

/** A request must have one route, whatever their order; only what is wholly written out wins over parameters. */
function reportTwin(route: Route, before: readonly Route[], report: Report): void {
  for (const other of before) {
    if (other.method !== route.method || other.path.some(isParameter) !== route.path.some(isParameter)) continue;
    const path = commonPath(other.path, route.path);
    if (path === null) continue;
    const told = `is for the same requests as \`${other.name}\`, such as \`${formatPathTemplate(path)}\``;
    return report(['routes', route.name], told, 'name');
  }
}

/** What both are for, written out as far as one of them is; null: nothing. */
function commonPath(one: PathTemplate, two: PathTemplate): PathTemplate | null {
  if (one.length !== two.length) return null;
  const path: (PathTemplate[number] | null)[] = one.map((segment, index) => {
    const other = two[index] ?? segment;
    if (isParameter(segment)) return other;
    return isParameter(other) || other === segment ? segment : null;
  });
  return path.every((segment) => segment !== null) ? path : null;
}

function readRoute(name: string, declared: RouteFile, referred: Referred): Route | null {
  const { report } = referred;
  const [method, ...others] = METHODS.filter((each) => declared[each] !== undefined);
  if (method === undefined || others.length > 0) {
    report(['routes', name], `must have exactly one of ${oneOf(METHODS)}, with its path`, 'name');
    return null;
  }
  checkScopes(name, declared, referred);
  checkKinds(name, declared, referred);
  const path = parsePathTemplate(declared[method] ?? '');
  if (path === null) {
    report(['routes', name, method], 'must be a path such as `/v1/documents/{id}`, with no parameter twice');
    return null;
  }
  if (isNodesOwn(method, path)) {
    report(
      ['routes', name, method],
      'must not be `/openapi.json` or below `/_keyledger/`, which the API node answers itself',
    );
  }
  return {
    name,
    method: method.toUpperCase(),
    path,
    scopes: declared.scopes ?? [],
    kinds: declared.kinds ?? ['secret'],
    holder: declared.holder ?? 'any',
    query: queryOf(name, declared, referred),
    cost: declared.cost ?? 1,
    refusals: declared.refusals ?? [],
  };
}

/** No request for it would ever be one of the route's. */
const isNodesOwn = (method: string, path: PathTemplate): boolean =>
  path[0] === '_keyledger' || (method === 'get' && path.length === 1 && path[0] === 'openapi.json');

function checkScopes(name: string, { scopes = [], kinds = [] }: RouteFile, { file, report }: Referred): void {
  if (file.scopes === 'any') return;
  for (const [index, scope] of scopes.entries()) {
    const rule = Object.hasOwn(file.scopes, scope) ? file.scopes[scope] : undefined;
    const path = ['routes', name, 'scopes', index];
    if (rule === undefined) report(path, 'must be one of the names in `scopes`');
    else if (kinds.includes('public') && rule.public !== true) {
      report(path, 'must be a scope with `public: true`, as public keys may use this route');
    }
  }
}

function checkKinds(name: string, { kinds = [] }: RouteFile, { file, report }: Referred): void {
  for (const [index, kind] of kinds.entries()) {
    if (file.keys.prefixes.some((prefix) => prefix.kind === kind)) continue;
    report(['routes', name, 'kinds', index], 'must be a kind that a prefix in `keys` is for');
  }
}

function queryOf(name: string, { query = 'any' }: RouteFile, { queries, report }: Referred): 'any' | QueryRules {
  if (query === 'any') return 'any';
  if (query === 'none') return NO_PARAMETERS;
  const rules = queries.get(query);
  if (rules !== undefined) return rules;
  report(['routes', name, 'query'], `must be ${oneOf(['any', 'none', ...queries.keys()])}`);
  return NO_PARAMETERS;
}
