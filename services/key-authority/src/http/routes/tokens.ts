import { isTokenId } from '@keyledger/domain';
import { notFound } from '../../access/permissions.ts';
import type { Authority } from '../../application/authority.ts';
import type { App } from '../app.ts';
import { answering } from '../applied.ts';
import { principalOf } from '../authentication.ts';
import { callerOf } from '../caller.ts';
import { COMMAND, READ, responses } from '../operation.ts';
import { pageJson, pageQuery } from '../page-query.ts';
import { CommandBody, PageParameters, page } from '../schemas/common.ts';
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
import { historyJson, historySchema } from './history.ts';
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
    const found = authority.queries.tokens(principalOf(request), id, pageQuery(request.query));
    return pageJson(found, tokenJson);
  });

  const history = historySchema('tokens', 'getTokenHistory', 'a token', TokenPath);
  app.get('/organizations/:id/tokens/:token_id/history', { schema: history }, async (request) => {
    const { id, token_id } = request.params;
    const found = authority.queries.tokenHistory(principalOf(request), id, token_id, pageQuery(request.query));
    return historyJson(authority, found);
  });
}

/** Creating and revoking tokens. */
export function registerTokenCommands(app: App, authority: Authority): void {
  const answer = answering(authority, (principal, id) => tokenJson(authority.views.token(principal, id)));

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
    return { ...(await answer(request, reply, outcome)), ...tokenSecretJson(outcome.secret) };
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
    return answer(request, reply, outcome, request.body.wait_for ?? request.query.wait_for);
  });
}
