import type { FastifyServerOptions } from 'fastify';
import { FORMATS } from './formats.ts';

/** Nothing is coerced, filled in or removed, and every problem is reported. */
export const AJV: NonNullable<FastifyServerOptions['ajv']> = {
  customOptions: {
    allErrors: true,
    coerceTypes: false,
    removeAdditional: false,
    useDefaults: false,
    allowUnionTypes: true,
    // Errors then carry the schema that they are about. They carry the data, too: they must not be logged or sent.
    verbose: true,
    logger: false,
  },
  onCreate(ajv) {
    for (const [name, { validate }] of Object.entries(FORMATS)) ajv.addFormat(name, validate);
  },
};
