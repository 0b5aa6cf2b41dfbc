import { type Decision, UNCHANGED } from '../decision.ts';
import type { TokenEvent } from '../events.ts';
import type { TokenState } from './token.ts';

/** Tokens know one command: revoke, accepted in any state but revoked. */
export function decideTokenRevoke(token: TokenState): Decision<TokenEvent> {
  return token.revoked ? UNCHANGED : { kind: 'append', event: { type: 'token.revoked' }, unconditional: true };
}
