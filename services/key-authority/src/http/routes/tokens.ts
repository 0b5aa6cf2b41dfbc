import { isTokenId } from '@keyledger/domain';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { notFound } from '../../access/permissions.ts';
import type { Authority } from '../../application/authority.ts';
import type { WaitFor } from '../../application/effects.ts';
import type { Outcome } from '../../ledger/command-log.ts';
import type { App } from '../app.ts';
import { answerApplied } from '../applied.ts';
import { principalOf } from '../authentication.ts';
import { callerOf } from '../caller.ts';
import { COMMAND, READ, responses } from '../operation.ts';
import { pageQuery } from '../page-query.ts';
import { CommandBody, PageParameters, page } from '../schemas/common.ts';
import { LEDGER_EVENT, eventJson } from '../schemas/event.ts';
import { CommandHeaders, NarrowingHeaders, OrganizationPath, ReadHeaders, TokenPath } from '../schemas/parameters.ts';
import {
  CreateTokenBody,
  TOKEN,
  TOKEN_ANSWER,
  TOKEN_SECRET_ANSWER,
  createTokenInput,
  tokenJson,
  tokenSecretJson,
} from '../schemas/token.ts';
import { organizationIdOf } from './organization-commands.ts';

const tags = ['tokens'];

/** Reading tokens. */
export function registerTokens(app: App, authority: Authority): void {
  const list = {
    tags,
    operationId: 'listTokens',
    summary: "An organization's tokens, newest first",
    params: OrganizationPath,
    querystring: PageParameters,
    headers: ReadHeaders,
    response: responses({ status: 200, description: 'A page of tokens.', schema: page(TOKEN) }, [...READ, 'not_found']),
  };
  app.get('/organizations/:id/tokens', { schema: list }, async (request) => {
    const { id } = request.params;
    const { items, nextCursor } = authority.queries.tokens(principalOf(request), id, pageQuery(request.query));
    return { items: items.map(tokenJson), next_cursor: nextCursor };
  });

  const history = {
    tags,
    operationId: 'getTokenHistory',
    summary: 'What happened to a token, newest first',
    params: TokenPath,
    querystring: PageParameters,
    headers: ReadHeaders,
    response: responses({ status: 200, description: 'A page of events.', schema: page(LEDGER_EVENT) }, [
      ...READ,
      'not_found',
    ]),
  };
  app.get('/organizations/:id/tokens/:token_id/history', { schema: history }, async (request) => {
    const { id, token_id } = request.params;
    const found = authority.queries.tokenHistory(principalOf(request), id, token_id, pageQuery(request.query));
    const { ledgerId } = authority.status();
    return { items: found.items.map((event) => eventJson(event, ledgerId)), next_cursor: found.nextCursor };
  });
}

async function answer(
  authority: Authority,
  request: FastifyRequest,
  reply: FastifyReply,
  outcome: Outcome,
  waitFor?: WaitFor,
) {
  const applied = await answerApplied(authority, request, reply, outcome, waitFor);
  const record = authority.views.token(principalOf(request), outcome.aggregateId);
  return { ...tokenJson(record), ...applied };
}

/** Creating and revoking tokens. */
export function registerTokenCommands(app: App, authority: Authority): void {
  const create = {
    tags,
    operationId: 'createToken',
    summary: 'Create a token',
    description: 'The answer shows the secret, this once.',
    params: OrganizationPath,
    headers: CommandHeaders,
    body: CreateTokenBody,
    response: responses({ status: 201, description: 'The new token.', schema: TOKEN_SECRET_ANSWER }, [
      ...COMMAND,
      'not_found',
    ]),
  };
  app.post('/organizations/:id/tokens', { schema: create }, async (request, reply) => {
    const organizationId = organizationIdOf(request.params.id);
    const caller = callerOf(request, request.body.reason);
    const outcome = await authority.tokens.create(caller, organizationId, createTokenInput(request.body));
    reply.code(201).header('Location', `/v1/organizations/${organizationId}/tokens/${outcome.aggregateId}`);
    return { ...(await answer(authority, request, reply, outcome)), ...tokenSecretJson(outcome.secret) };
  });

  const revoke = {
    tags,
    operationId: 'revokeToken',
    summary: 'Revoke a token',
    description: '`reason` and `wait_for` may be in the query or in the body.',
    params: TokenPath,
    headers: NarrowingHeaders,
    querystring: CommandBody,
    body: CommandBody,
    'x-body-optional': true,
    response: responses({ status: 200, description: 'The token as it is now.', schema: TOKEN_ANSWER, narrows: true }, [
      ...COMMAND,
      'not_found',
    ]),
  };
  app.delete('/organizations/:id/tokens/:token_id', { schema: revoke }, async (request, reply) => {
    const organizationId = organizationIdOf(request.params.id);
    const { token_id: id } = request.params;
    if (!isTokenId(id)) throw notFound('token');
    const caller = callerOf(request, request.body.reason ?? request.query.reason);
    const outcome = await authority.tokens.revoke(caller, organizationId, id);
    return answer(authority, request, reply, outcome, request.body.wait_for ?? request.query.wait_for);
  });
}
