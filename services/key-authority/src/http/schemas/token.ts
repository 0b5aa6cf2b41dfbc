import type { TokenRecord } from '@keyledger/catalogue';
import { ROLES } from '@keyledger/domain';
import { type Static, Type } from 'typebox';
import type { CreateTokenInput } from '../../application/token-commands.ts';
import { formatTime, formatTimeOrNull } from '../times.ts';
import { AppliedFields } from './applied.ts';
import { Creator, GivenTime, Reason, Time, literals, nullable, reference, strictObject } from './common.ts';
import { expiresAt } from './key-input.ts';

const fields = {
  id: Type.String({ description: 'tok_…' }),
  organization_id: Type.String(),
  name: Type.String(),
  role: literals(ROLES),
  last4: Type.String(),
  state: literals(['active', 'revoked']),
  version: Type.Integer(),
  expires_at: nullable(Time),
  created_at: Time,
  created_by: Creator,
};
const secretFields = {
  secret: nullable(Type.String({ description: 'Shown this once; null where a repeat of the command is answered.' })),
  note: Type.Optional(Type.String()),
};

export const Token = Type.Object(fields, { $id: 'Token' });
export const TokenAnswer = Type.Object({ ...fields, ...AppliedFields }, { $id: 'TokenAnswer' });
export const TokenSecretAnswer = Type.Object(
  { ...fields, ...secretFields, ...AppliedFields },
  { $id: 'TokenSecretAnswer' },
);
export const TOKEN = reference(Token);
export const TOKEN_ANSWER = reference(TokenAnswer);
export const TOKEN_SECRET_ANSWER = reference(TokenSecretAnswer);

export const CreateTokenBody = strictObject({
  name: Type.String(),
  role: literals(ROLES),
  expires_at: Type.Optional(nullable(GivenTime)),
  reason: Type.Optional(Reason),
});

export function createTokenInput(body: Static<typeof CreateTokenBody>): CreateTokenInput {
  const { name, role, expires_at } = body;
  return { name, role, ...expiresAt(expires_at) };
}

const REPEATED = 'This repeats a command that was done before: its secret was shown then. Create another token.';

export const tokenSecretJson = (secret: string | null) => (secret === null ? { secret, note: REPEATED } : { secret });

export function tokenJson(record: TokenRecord): Static<typeof Token> {
  const { id, name, role, last4, version, createdBy } = record;
  return {
    id,
    organization_id: record.organizationId,
    name,
    role,
    last4,
    state: record.revoked ? 'revoked' : 'active',
    version,
    expires_at: formatTimeOrNull(record.expiresAt),
    created_at: formatTime(record.createdAt),
    created_by: createdBy,
  };
}
