import { randomBytes } from 'node:crypto';
import type { Directory } from '@keyledger/directory';
import {
  ID_RANDOM_BYTES,
  type KeyPrefix,
  type OrganizationId,
  type Role,
  SECRET_RANDOM_BYTES,
  type TokenCreated,
  composeKeyText,
  decideTokenRevoke,
  lastFour,
  makeTokenId,
} from '@keyledger/domain';
import type { Clock } from '@keyledger/ports';
import { tokenDigest } from '../access/authenticate.ts';
import { demand, demandRole } from '../access/permissions.ts';
import type { CommandLog, Decide, Outcome } from '../ledger/command-log.ts';
import { type Caller, attemptBy, identify } from './caller.ts';
import { findOrganization } from './find-organization.ts';
import { findOwned } from './find-owned.ts';
import { MAX_TOKENS, demandRoom } from './room.ts';
import { Problems, checkReason } from './validation.ts';

const TOKEN_PREFIX: KeyPrefix = { text: 'klt_', kind: 'secret', environment: null };

export interface CreateTokenInput {
  readonly name: string;
  readonly role: Role;
  readonly expiresAt?: number | null;
}

export interface TokenOutcome extends Outcome {
  /** The token's text, this once; null where a repeat is answered. */
  readonly secret: string | null;
}

export interface TokenCommandsOptions {
  readonly directory: Directory;
  readonly log: CommandLog;
  readonly clock: Clock;
}

/** Credentials towards the authority itself: create and revoke. */
export class TokenCommands {
  readonly #options: TokenCommandsOptions;

  constructor(options: TokenCommandsOptions) {
    this.#options = options;
  }

  async create(caller: Caller, organizationId: string, input: CreateTokenInput): Promise<TokenOutcome> {
    demand(caller.principal, 'tokens.manage');
    const { directory, log, clock } = this.#options;
    const now = clock.wall();
    const identity = identify(caller, `POST /v1/organizations/${organizationId}/tokens`, { expiresAt: null, ...input });
    const text = composeKeyText(TOKEN_PREFIX, randomBytes(SECRET_RANDOM_BYTES));
    const id = makeTokenId(now, randomBytes(ID_RANDOM_BYTES));
    const outcome = await log.execute(id, identity, () => {
      const { state } = findOrganization(directory, caller.principal, organizationId);
      demandRole(caller.principal, input.role);
      checkInput(caller, input, now);
      demandRoom(directory.tokenCount(state.id), MAX_TOKENS, 'tokens; revoke one that is not used');
      return attemptBy(caller, identity, id, 0, tokenCreated(state.id, input, text), now);
    });
    return { ...outcome, secret: outcome.aggregateId === id ? text : null };
  }

  async revoke(caller: Caller, organizationId: string, tokenId: string): Promise<Outcome> {
    demand(caller.principal, 'tokens.manage');
    const { directory, log, clock } = this.#options;
    const operation = `DELETE /v1/organizations/${organizationId}/tokens/${tokenId}`;
    const identity = identify(caller, operation, { reason: caller.reason });
    const decide: Decide = () => {
      const { state } = findOwned(caller.principal, organizationId, directory.token(tokenId), 'token');
      demandRole(caller.principal, state.role);
      checkReason(caller);
      const decision = decideTokenRevoke(state);
      if (decision.kind !== 'append') return null;
      return attemptBy(caller, identity, tokenId, null, decision.event, clock.wall());
    };
    return log.execute(tokenId, identity, decide, true);
  }
}

function checkInput(caller: Caller, input: CreateTokenInput, now: number): void {
  const problems = new Problems();
  problems.name('name', input.name);
  problems.future('expires_at', input.expiresAt ?? null, now);
  problems.reason(caller.reason);
  problems.assertNone();
}

function tokenCreated(organizationId: OrganizationId, input: CreateTokenInput, text: string): TokenCreated {
  const { name, role, expiresAt = null } = input;
  return {
    type: 'token.created',
    organizationId,
    name,
    role,
    expiresAt,
    digest: tokenDigest(text),
    last4: lastFour(text),
  };
}
