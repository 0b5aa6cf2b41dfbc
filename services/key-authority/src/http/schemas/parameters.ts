import { Type } from 'typebox';
import { AT_LEAST } from '../positions.ts';

/** Headers and path parameters. Their form is checked by code: a malformed id is no such thing, and not a bad request. */
const atLeast = {
  [AT_LEAST]: Type.Optional(
    Type.String({
      description: 'A position that the answer must have seen; waits for it, and 503 where it does not come.',
    }),
  ),
};
const idempotencyKey = {
  'Idempotency-Key': Type.Optional(
    Type.String({ description: 'A repeat under the same key takes effect once; 1 to 255 printable ASCII characters.' }),
  ),
};
const ifMatch = (description: string) => ({ 'If-Match': Type.Optional(Type.String({ description })) });

export const ReadHeaders = Type.Object(atLeast);
export const CommandHeaders = Type.Object(idempotencyKey);
export const UpdateHeaders = Type.Object({
  ...idempotencyKey,
  ...ifMatch('The ETag that the change was made against.'),
});
export const UpdateKeyHeaders = Type.Object({
  ...idempotencyKey,
  ...ifMatch('Needed: the ETag that the change was made against.'),
});

export const OrganizationPath = Type.Object({ id: Type.String({ description: 'org_…' }) });
export const KeyPath = Type.Object({ id: Type.String({ description: 'key_…' }) });
export const TokenPath = Type.Object({
  id: Type.String({ description: 'org_…' }),
  token_id: Type.String({ description: 'tok_…' }),
});
