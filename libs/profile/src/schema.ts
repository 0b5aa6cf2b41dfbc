import { readFileSync } from 'node:fs';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { type Path, type Report, oneOf } from './problem.ts';
import type { ProfileFile } from './profile-file.ts';

const SCHEMA = new URL('../../../deploy/profiles/profile.schema.json', import.meta.url);

let compiled: ValidateFunction<ProfileFile> | undefined;

function validator(): ValidateFunction<ProfileFile> {
  if (compiled !== undefined) return compiled;
  const ajv = new Ajv2020({ allErrors: true, verbose: true, strictTypes: false, strictRequired: false, logger: false });
  // What editors say where something does not fit; said here as well.
  ajv.addVocabulary(['errorMessage', 'patternErrorMessage']);
  compiled = ajv.compile<ProfileFile>(JSON.parse(readFileSync(SCHEMA, 'utf8')) as object);
  return compiled;
}

/** Whether the value fits the schema; tells of all that does not. */
export function fitsSchema(value: unknown, report: Report): value is ProfileFile {
  const validate = validator();
  if (validate(value)) return true;
  for (const error of validate.errors ?? []) reportError(error, report);
  return false;
}

/** These say no more than the errors beneath them. */
const SUMMARIES = new Set(['if', 'propertyNames']);

function reportError(error: ErrorObject, report: Report): void {
  if (SUMMARIES.has(error.keyword)) return;
  const path = pathOf(error.instancePath);
  if (error.propertyName !== undefined) return report([...path, error.propertyName], messageOf(error), 'name');
  if (error.keyword !== 'additionalProperties') return report(path, messageOf(error));
  const { additionalProperty } = error.params as { readonly additionalProperty: string };
  report([...path, additionalProperty], messageOf(error), 'name');
}

/** Of a JSON Pointer (RFC 6901). */
const pathOf = (pointer: string): Path =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

type Schema = Readonly<Record<string, unknown>>;

function messageOf(error: ErrorObject): string {
  const { keyword, message = 'is not allowed here' } = error;
  const schema = (error.parentSchema ?? {}) as Schema;
  const params = error.params as Schema;
  switch (keyword) {
    case 'pattern':
      return textOf(schema['patternErrorMessage']) ?? message;
    case 'enum':
      return (
        textOf(schema['errorMessage']) ??
        `must be ${oneOf((params['allowedValues'] as readonly unknown[]).map(String))}`
      );
    case 'type':
      return `must be ${oneOf([params['type']].flat().map((type) => WORDS[String(type)] ?? String(type))).replaceAll('`', '')}`;
    case 'required':
      return `must have \`${String(params['missingProperty'])}\``;
    case 'additionalProperties':
      return `is not known here; there are ${oneOf(Object.keys(schema['properties'] ?? {}))}`;
    case 'false schema':
      return 'does not belong to this type';
    default:
      // The library's own words: `must be >= 1`, `must NOT have fewer than 1 items`.
      return message;
  }
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  object: 'a mapping',
  array: 'a list',
  integer: 'a whole number',
  boolean: 'true or false',
};
