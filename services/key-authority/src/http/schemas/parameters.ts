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
const prefer = {
  Prefer: Type.Optional(
    Type.String({
      description: '`wait=SECONDS` (RFC 7240): how long the answer may wait for `everywhere`; 0 to 60, default 15.',
    }),
  ),
};
const ifMatch = (description: string) => ({ 'If-Match': Type.Optional(Type.String({ description })) });

export const ReadHeaders = Type.Object(atLeast);
export const CommandHeaders = Type.Object(idempotencyKey);
/** Of a command that can take authority away. */
export const NarrowingHeaders = Type.Object({ ...idempotencyKey, ...prefer });
export const UpdateHeaders = Type.Object({
  ...idempotencyKey,
  ...prefer,
  ...ifMatch('The ETag that the change was made against.'),
});
export const UpdateKeyHeaders = Type.Object({
  ...idempotencyKey,
  ...prefer,
  ...ifMatch('Needed: the ETag that the change was made against.'),
});

export const OrganizationPath = Type.Object({ id: Type.String({ description: 'org_…' }) });
export const KeyPath = Type.Object({ id: Type.String({ description: 'key_…' }) });
export const MemberPath = Type.Object({
  id: Type.String({ description: 'org_…' }),
  member_id: Type.String({ description: 'mem_…' }),
});
export const WebhookPath = Type.Object({
  id: Type.String({ description: 'org_…' }),
  webhook_id: Type.String({ description: 'wh_…' }),
});
export const TokenPath = Type.Object({
  id: Type.String({ description: 'org_…' }),
  token_id: Type.String({ description: 'tok_…' }),
});
