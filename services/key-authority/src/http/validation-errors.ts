import type { FieldError } from '@keyledger/ports';
import type { FastifySchemaValidationError } from 'fastify';
import { fieldPath } from './field-path.ts';
import { FORMATS } from './formats.ts';

/** What Ajv adds to its errors with `verbose`. */
interface VerboseError extends FastifySchemaValidationError {
  readonly data?: unknown;
  readonly parentSchema?: {
    readonly properties?: object;
    readonly minimum?: number;
    readonly maximum?: number;
  };
}

/** A body could hold more wrong fields than anybody wants to be told of. */
const MAX_ERRORS = 100;

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'a string',
  boolean: 'true or false',
  integer: 'a whole number',
  object: 'an object',
  array: 'a list',
  null: 'null',
};

/**
 * Every problem that the schema found, by field and by what is allowed there, never by what was sent.
 * @param part what was checked: a body, or the query
 * @param whole what the part is called where the problem is with all of it
 */
export function fieldErrors(errors: readonly VerboseError[], part: unknown, whole: string): FieldError[] {
  const found = errors.slice(0, MAX_ERRORS).map((error) => ({
    field: fieldPath(error.instancePath, part, lastName(error)) || whole,
    message: allowed(error),
  }));
  const seen = new Set(found.map(({ field, message }) => `${field}\n${message}`));
  return found.filter(({ field, message }) => seen.delete(`${field}\n${message}`));
}

/** The name that an error is about and its pointer does not reach. */
function lastName({ keyword, params }: VerboseError): string | undefined {
  if (keyword === 'required') return String(params['missingProperty']);
  return keyword === 'additionalProperties' ? String(params['additionalProperty']) : undefined;
}

function allowed(error: VerboseError): string {
  const { keyword, params, parentSchema = {} } = error;
  const limit = String(params['limit']);
  switch (keyword) {
    case 'required':
      return 'required';
    case 'additionalProperties':
      return `not known here; known are ${Object.keys(parentSchema.properties ?? {}).join(', ')}`;
    case 'enum':
      return `one of ${(params['allowedValues'] as string[]).join(', ')}`;
    case 'type':
      return allowedType(error);
    case 'format':
      return FORMATS[String(params['format'])]?.allowed ?? 'another format';
    case 'minimum':
    case 'maximum':
      return range(parentSchema);
    case 'minLength':
      return `at least ${limit} characters`;
    case 'maxLength':
      return `at most ${limit} characters`;
    case 'maxItems':
      return `at most ${limit} entries`;
    default:
      return 'another value';
  }
}

function allowedType({ params, data, parentSchema = {} }: VerboseError): string {
  const types = [params['type']].flat().map(String);
  if (types[0] === 'integer') return range(parentSchema);
  // The only lists in a query are parameters that were given several times.
  if (Array.isArray(data) && !types.includes('object')) return `${nameTypes(types)}, once`;
  return nameTypes(types);
}

const nameTypes = (types: readonly string[]): string => types.map((type) => TYPE_NAMES[type] ?? type).join(' or ');

const range = ({ minimum, maximum }: NonNullable<VerboseError['parentSchema']>): string =>
  `a whole number from ${String(minimum)} to ${String(maximum)}, once`;
