import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';

interface Parameter {
  readonly type: 'integer' | 'choice' | 'date' | 'text';
  readonly min?: number;
  readonly max?: number;
  readonly values?: readonly string[];
}

interface Declared {
  readonly queries?: Readonly<Record<string, { readonly parameters: Readonly<Record<string, Parameter>> }>>;
  readonly routes: Readonly<
    Record<string, { get?: string; post?: string; patch?: string; query?: string; scopes?: readonly string[] }>
  >;
}

/** A route of a profile's file, read here without the product's own reader. */
export interface DeclaredRoute {
  readonly name: string;
  readonly methods: readonly string[];
  readonly path: RegExp;
  readonly scopes: readonly string[];
  /** Null where the query is the upstream's business. */
  readonly parameters: Readonly<Record<string, Parameter>> | null;
}

const profiles = new URL('../../../deploy/profiles/', import.meta.url);

export async function declaredRoutes(profile: string): Promise<DeclaredRoute[]> {
  const declared = parse(await readFile(new URL(`${profile}.yaml`, profiles), 'utf8')) as Declared;
  return Object.entries(declared.routes).map(([name, { get, post, patch, scopes = [], query = 'any' }]) => {
    const template = (get ?? post ?? patch ?? '').replaceAll(/\{\w+\}/g, '[^/]+').replaceAll('.', '\\.');
    const methods = get !== undefined ? ['GET', 'HEAD'] : [post === undefined ? 'PATCH' : 'POST'];
    const parameters = query === 'any' ? null : (declared.queries?.[query]?.parameters ?? {});
    return { name, methods, path: new RegExp(`^${template}$`), scopes, parameters };
  });
}

/** Whether a query says nothing but what is declared, each once. */
export function isDeclared({ parameters }: DeclaredRoute, query: URLSearchParams): boolean {
  if (parameters === null) return true;
  const names = [...query.keys()];
  if (new Set(names).size < names.length) return false;
  return [...query].every(([name, value]) => {
    const parameter = parameters[name];
    return parameter !== undefined && fits(parameter, value);
  });
}

function fits({ type, min = 0, max = 0, values = [] }: Parameter, value: string): boolean {
  switch (type) {
    case 'integer':
      return /^(0|[1-9]\d*)$/.test(value) && Number(value) >= min && Number(value) <= max;
    case 'choice':
      return values.includes(value);
    case 'date':
      return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value);
    case 'text':
      return true;
  }
}
