import { formatPosition } from '@keyledger/domain';
import { demand, reaches } from '../../access/permissions.ts';
import type { Authority } from '../../application/authority.ts';
import type { App } from '../app.ts';
import { principalOf } from '../authentication.ts';
import { WITH_BODY, responses } from '../operation.ts';
import { ReadHeaders } from '../schemas/parameters.ts';
import { VERIFICATION, VerifyBody, accessRequest, grantJson } from '../schemas/verification.ts';

export function registerVerify(app: App, authority: Authority): void {
  const schema = {
    tags: ['keys'],
    operationId: 'verifyKey',
    summary: 'Ask whether a key may do something',
    description: 'A refused key is an answer: 200 with `allowed` false and the reason.',
    headers: ReadHeaders,
    body: VerifyBody,
    response: responses({ status: 200, description: 'Allowed or refused.', schema: VERIFICATION }, [
      ...WITH_BODY,
      'digest_key_unavailable',
    ]),
  };
  app.post('/keys/verify', { schema }, async (request) => {
    const principal = principalOf(request);
    demand(principal, 'keys.verify');
    const { secret } = request.body;
    const { reasonCode, grant, position } = await authority.verifier.verify({ ...accessRequest(request.body), secret });
    const answer = { position: formatPosition(authority.status().ledgerId, position) };
    // Another organization's key is answered as one that does not exist.
    if (grant !== null && !reaches(principal, grant.organization.id)) {
      return { allowed: false, reason_code: 'invalid_key', grant: null, ...answer };
    }
    const shown = grant === null ? null : grantJson(grant);
    return { allowed: reasonCode === '', reason_code: reasonCode, grant: shown, ...answer };
  });
}
