import type { OrganizationId, TokenId } from '../ids.ts';
import { isExpired } from '../key/key.ts';
import type { Role } from '../principal/role.ts';

/** A credential of a program or person towards the authority itself. */
export interface TokenState {
  readonly type: 'token';
  readonly id: TokenId;
  readonly organizationId: OrganizationId;
  readonly role: Role;
  readonly expiresAt: number | null;
  /** SHA-256 of the token as 64 lower-case hex digits. */
  readonly digest: string;
  readonly revoked: boolean;
}

export const isTokenUsable = (token: TokenState, now: number): boolean =>
  !token.revoked && !isExpired(token.expiresAt, now);
