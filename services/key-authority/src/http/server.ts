import { randomUUID } from 'node:crypto';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { systemClock } from '@keyledger/ports';
import { type FastifyInstance, type FastifyRequest, fastify } from 'fastify';
import { createAccessLogHook } from './access-log.ts';
import { createHostHook } from './allowed-hosts.ts';
import type { App } from './app.ts';
import { createAuthenticationHook, createReadinessHook } from './authentication.ts';
import { readIntegers, requireBody } from './before-validation.ts';
import { answerClientError } from './client-errors.ts';
import { endConnectionsOnClose } from './closing.ts';
import { parseJsonBody } from './json-body.ts';
import { describeRoutes } from './openapi.ts';
import { type AdminLimits, type AdminServerOptions, DEFAULT_ADMIN_LIMITS } from './options.ts';
import { createAtLeastHook } from './positions.ts';
import { answerNotFound, createErrorHandler } from './problem.ts';
import { limitAddresses, limitPrincipals } from './rate-limits.ts';
import { requireOriginForm } from './request-target.ts';
import { setResponseHeaders } from './response-headers.ts';
import { registerKeyCommands } from './routes/key-commands.ts';
import { registerKeyLifeCycle } from './routes/key-life-cycle.ts';
import { registerKeys } from './routes/keys.ts';
import { registerLedgerCommands } from './routes/ledger-commands.ts';
import { registerLedger } from './routes/ledger.ts';
import { registerMemberCommands } from './routes/member-commands.ts';
import { registerMembers } from './routes/members.ts';
import { registerMe } from './routes/me.ts';
import { registerNotices } from './routes/notices.ts';
import { registerOpenapi } from './routes/openapi.ts';
import { registerOrganizationCommands } from './routes/organization-commands.ts';
import { registerOrganizations } from './routes/organizations.ts';
import { registerRevokeBySecret } from './routes/revoke-by-secret.ts';
import { registerTokenCommands, registerTokens } from './routes/tokens.ts';
import { registerUsage } from './routes/usage.ts';
import { registerVerify } from './routes/verify.ts';
import { registerWebhookCommands } from './routes/webhook-commands.ts';
import { registerWebhooks } from './routes/webhooks.ts';
import { AJV, COMPILERS } from './validator.ts';

const MAX_CHECK_INTERVAL_MS = 5_000;

/** The admin REST API (interfaces.md, "Admin REST"); the caller listens on it and closes it. */
export function createAdminServer(options: AdminServerOptions): FastifyInstance {
  const limits: AdminLimits = { ...DEFAULT_ADMIN_LIMITS, ...options.limits };
  const app = createBareServer(options, limits);
  describeRoutes(app);
  void app.register(async (scope) => registerOpenapi(typed(scope)));
  void app.register(async (scope) => registerV1(scope, options, limits), { prefix: '/v1' });
  return app;
}

const typed = (scope: FastifyInstance): App => scope.withTypeProvider<TypeBoxTypeProvider>();

/** Everything that holds for any request, whatever the route. */
function createBareServer({ logger, allowedHosts, trustedProxies }: AdminServerOptions, limits: AdminLimits) {
  const app = fastify({
    logger: false,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    trustProxy: trustedProxies === undefined ? false : [...trustedProxies],
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestTimeoutMs,
    connectionTimeout: limits.connectionTimeoutMs,
    http: {
      headersTimeout: limits.headersTimeoutMs,
      // How often Node looks for requests that take too long.
      connectionsCheckingInterval: Math.min(limits.headersTimeoutMs, MAX_CHECK_INTERVAL_MS),
    },
    // A request that came before the end is still served; the listener is closed already.
    return503OnClosing: false,
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, request, reply) => {
      // It is called before any hook.
      void setResponseHeaders(request, reply);
      createErrorHandler(logger)(error, request, reply);
    },
    ajv: AJV,
    schemaController: COMPILERS,
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (request: FastifyRequest, body: Buffer) =>
    parseJsonBody(request, body),
  );
  // Response schemas describe; what is shown is chosen where each answer is made.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  app.decorateRequest('principal', null);
  app.setErrorHandler(createErrorHandler(logger));
  app.setNotFoundHandler(answerNotFound);
  app.addHook('onRequest', setResponseHeaders);
  app.addHook('onRequest', requireOriginForm);
  if (allowedHosts !== undefined) app.addHook('onRequest', createHostHook(allowedHosts));
  app.addHook('preValidation', requireBody);
  app.addHook('preValidation', readIntegers);
  app.addHook('onResponse', createAccessLogHook(logger));
  endConnectionsOnClose(app);
  return app;
}

/** Three kinds of calls: open to everybody, reads, and commands. */
function registerV1(v1: FastifyInstance, options: AdminServerOptions, limits: AdminLimits): void {
  const { authority, clock = systemClock } = options;
  v1.addHook('onRequest', createReadinessHook(authority));
  void v1.register(async (open) => {
    open.addHook('onRequest', limitAddresses(clock, limits.revokeBySecret));
    registerRevokeBySecret(typed(open), authority);
  });
  void v1.register(async (reads) => {
    reads.addHook('onRequest', createAuthenticationHook(authority));
    reads.addHook('preHandler', createAtLeastHook(options));
    const app = typed(reads);
    for (const register of [
      registerOrganizations,
      registerKeys,
      registerNotices,
      registerMembers,
      registerTokens,
      registerWebhooks,
      registerVerify,
      registerUsage,
      registerLedger,
    ]) {
      register(app, authority);
    }
    registerMe(app);
  });
  void v1.register(async (commands) => {
    commands.addHook('onRequest', createAuthenticationHook(authority));
    commands.addHook('onRequest', limitPrincipals(authority.commandLimits));
    const app = typed(commands);
    for (const register of [registerOrganizationCommands, registerKeyCommands, registerKeyLifeCycle]) {
      register(app, authority);
    }
    registerMemberCommands(app, authority);
    registerTokenCommands(app, authority);
    registerWebhookCommands(app, authority);
    registerLedgerCommands(app, authority);
  });
}
