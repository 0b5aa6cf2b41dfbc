import { Type } from 'typebox';
import type { Authority } from '../../application/authority.ts';
import type { App } from '../app.ts';
import { OPEN_WITH_BODY, responses } from '../operation.ts';
import { literals, strictObject } from '../schemas/common.ts';

const Body = strictObject({ secret: Type.String({ description: 'The whole text of the leaked key.' }) });
const Accepted = Type.Object({ status: literals(['accepted']) });

/** For whoever holds a leaked key: no token is needed, and nothing is told (security.md, "revoke-by-secret"). */
export function registerRevokeBySecret(app: App, authority: Authority): void {
  const schema = {
    tags: ['keys'],
    operationId: 'revokeBySecret',
    summary: 'Revoke a leaked key by its secret',
    description: 'Always 202 with the same body: whether there was such a key is not told.',
    security: [],
    body: Body,
    response: responses({ status: 202, description: 'Accepted.', schema: Accepted }, OPEN_WITH_BODY),
  };
  app.post('/keys/revoke-by-secret', { schema }, async (request, reply) => {
    await authority.revokeBySecret.accept(request.body.secret, request.ip);
    reply.code(202);
    return { status: 'accepted' };
  });
}
