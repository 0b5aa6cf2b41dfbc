import { hash, randomBytes } from 'node:crypto';
import type { Actor, Attempt, CommandId, LedgerEvent } from '@keyledger/domain';
import type { Principal } from '@keyledger/ports';
import type { CommandIdentity } from '../ledger/command-log.ts';
import { canonicalJson } from './canonical-json.ts';

/** Who asks for a command, and how it may be repeated. */
export interface Caller {
  readonly principal: Principal;
  /** The client's address; empty where there is none. */
  readonly address: string;
  /** Null: every call is a command of its own. */
  readonly idempotencyKey: string | null;
  /** Why, in the operator's words. */
  readonly reason: string;
}

const sha256 = (...parts: readonly string[]): string => hash('sha256', parts.join('\n'));

/**
 * The command id is bound to the principal, so that nobody can occupy another one's (interfaces.md, security.md "Who
 * may ask").
 * @param operation method and path of the REST call; the gRPC call of the same meaning uses the same
 */
export function identify(caller: Caller, operation: string, input: unknown): CommandIdentity {
  const fingerprint = sha256(operation, canonicalJson(input));
  const { principal, idempotencyKey } = caller;
  const commandId =
    idempotencyKey === null
      ? randomBytes(32).toString('hex')
      : sha256(principal.kind, principal.subject, operation, idempotencyKey);
  return { commandId: commandId as CommandId, fingerprint, actor: actorOf(caller) };
}

function actorOf({ principal, address }: Caller): Actor {
  return { subject: principal.subject, kind: principal.kind, address };
}

/** The attempt that a decision comes to. */
export function attemptBy(
  caller: Caller,
  identity: CommandIdentity,
  aggregateId: string,
  expectedVersion: number | null,
  event: LedgerEvent,
  now: number,
): Attempt {
  const { reason } = caller;
  return { ...identity, aggregateId, expectedVersion, occurredAt: now, reason, event };
}
