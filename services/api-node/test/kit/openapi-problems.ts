import { Validator } from '@seriousme/openapi-schema-validator';

/** What a validator of OpenAPI finds wrong with a description; undefined: nothing. */
export async function openApiProblems(document: object): Promise<unknown> {
  // It may resolve references in what it is given.
  const { valid, errors } = await new Validator().validate(structuredClone({ ...document }));
  return valid ? undefined : (errors ?? 'not valid');
}
