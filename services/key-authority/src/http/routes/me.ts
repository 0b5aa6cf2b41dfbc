import { Type } from 'typebox';
import { PERMISSIONS } from '../../access/permissions.ts';
import type { App } from '../app.ts';
import { principalOf } from '../authentication.ts';
import { READ, responses } from '../operation.ts';
import { nullable } from '../schemas/common.ts';
import { ReadHeaders } from '../schemas/parameters.ts';

const Me = Type.Object(
  {
    subject: Type.String(),
    kind: Type.String(),
    role: Type.String(),
    organization_id: nullable(Type.String({ description: 'Null: all of them.' })),
    permissions: Type.Array(Type.String(), {
      description:
        'What the caller may do, in that organization, as docs/roles.md names it; a user interface shows no more.',
    }),
  },
  { $id: 'Me' },
);

export function registerMe(app: App): void {
  const schema = {
    tags: ['access'],
    operationId: 'getMe',
    summary: 'Who the caller is',
    headers: ReadHeaders,
    response: responses({ status: 200, description: 'The caller.', schema: Me }, READ),
  };
  app.get('/me', { schema }, async (request) => {
    const { subject, kind, role, organizationId } = principalOf(request);
    return { subject, kind, role, organization_id: organizationId, permissions: PERMISSIONS[role] };
  });
}
