import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { Principal } from '@keyledger/ports';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** What routes are registered on: bodies and queries are typed by their schemas. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls; null before authentication and where none is needed. */
    principal: Principal | null;
  }
  interface FastifySchema {
    /** A call without a body is one with `{}`. */
    readonly 'x-body-optional'?: boolean;
  }
}
