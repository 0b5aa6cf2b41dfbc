import swagger, { type FastifyDynamicSwaggerOptions, type SwaggerTransformObject } from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { Key, KeyAnswer, KeySecretAnswer } from './schemas/key.ts';
import { LedgerEvent } from './schemas/event.ts';
import { Member, MemberAnswer } from './schemas/member.ts';
import { Notice } from './schemas/notice.ts';
import { Organization, OrganizationAnswer } from './schemas/organization.ts';
import { Problem } from './schemas/problem.ts';
import { Token, TokenAnswer, TokenSecretAnswer } from './schemas/token.ts';
import { SecurityEvent, Usage, UsageStep, UsageTotals } from './schemas/usage.ts';
import { GrantSchema, Verification } from './schemas/verification.ts';
import { Webhook, WebhookAnswer, WebhookSecretAnswer } from './schemas/webhook.ts';

/** The schemas that routes refer to by name. */
const NAMED = [
  Organization,
  OrganizationAnswer,
  Key,
  KeyAnswer,
  KeySecretAnswer,
  Notice,
  Member,
  MemberAnswer,
  Token,
  TokenAnswer,
  TokenSecretAnswer,
  Webhook,
  WebhookAnswer,
  WebhookSecretAnswer,
  LedgerEvent,
  UsageTotals,
  UsageStep,
  Usage,
  SecurityEvent,
  GrantSchema,
  Verification,
  Problem,
];

/** Bodies are described as required, which some are not. */
const markOptionalBodies: SwaggerTransformObject = (document) => {
  if (!('openapiObject' in document)) return document.swaggerObject;
  const { openapiObject } = document;
  for (const operation of Object.values(openapiObject.paths ?? {}).flatMap((path) => Object.values(path ?? {}))) {
    if (typeof operation !== 'object' || !('x-body-optional' in operation)) continue;
    delete operation['x-body-optional'];
    if ('requestBody' in operation) Object.assign(operation.requestBody ?? {}, { required: false });
  }
  return openapiObject;
};

const DOCUMENT: FastifyDynamicSwaggerOptions = {
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Keyledger admin API',
      version: '1',
      description: 'Organizations, API keys and their life cycle. Times are RFC 3339 in UTC; errors are RFC 9457.',
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }],
    tags: ['organizations', 'keys', 'members', 'tokens', 'webhooks', 'access', 'usage', 'ledger', 'about'].map(
      (name) => ({
        name,
      }),
    ),
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
  },
  transformObject: markOptionalBodies,
  refResolver: {
    buildLocalReference: ({ $id }, _base, _fragment, index) =>
      typeof $id === 'string' ? $id : `schema-${String(index)}`,
  },
};

/** Has every route that is registered after it described. */
export function describeRoutes(app: FastifyInstance): void {
  void app.register(swagger, DOCUMENT);
  for (const schema of NAMED) app.addSchema(schema);
}
