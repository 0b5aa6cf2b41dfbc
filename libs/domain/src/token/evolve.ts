import type { TokenCreated } from '../events.ts';
import type { TokenId } from '../ids.ts';
import type { TokenState } from './token.ts';

export function createToken(id: TokenId, event: TokenCreated): TokenState {
  const { organizationId, role, expiresAt, digest } = event;
  return { type: 'token', id, organizationId, role, expiresAt, digest, revoked: false };
}

export const revokeToken = (token: TokenState): TokenState => ({ ...token, revoked: true });
