import { AjvCompiler } from '@fastify/ajv-compiler';
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

/**
 * Fastify's own compiler, but one for all servers of the process: a schema is compiled once, not once a server. Schemas
 * of headers describe only: Fastify does not put them in lower case for a compiler that it was given.
 */
export const COMPILERS: NonNullable<FastifyServerOptions['schemaController']> = {
  compilersFactory: { buildValidator: AjvCompiler() },
};
