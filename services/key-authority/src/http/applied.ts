import { formatPosition } from '@keyledger/domain';
import type { Principal } from '@keyledger/ports';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Authority } from '../application/authority.ts';
import { DEFAULT_WAIT_MS, type WaitFor } from '../application/effects.ts';
import type { Outcome } from '../ledger/command-log.ts';
import { principalOf } from './authentication.ts';
import { preferredWaitMs } from './prefer.ts';
import type { AppliedJson } from './schemas/applied.ts';
import { formatTimeOrNull } from './times.ts';

/** Answers how far a command has taken effect; where more was asked for than came true in time, with 202. */
export async function answerApplied(
  authority: Authority,
  request: FastifyRequest,
  reply: FastifyReply,
  outcome: Outcome,
  waitFor: WaitFor = 'everywhere',
): Promise<AppliedJson> {
  const preferredMs = preferredWaitMs(request.raw);
  const wish = { waitFor, waitMs: preferredMs ?? DEFAULT_WAIT_MS, signal: goneSignal(request, reply) };
  const { applied, effectiveBy, effectiveWithinMs, isLate } = await authority.effects.of(outcome, wish);
  if (isLate) reply.code(202);
  if (preferredMs !== null && outcome.narrows && waitFor === 'everywhere') {
    reply.header('Preference-Applied', `wait=${String(preferredMs / 1000)}`);
  }
  return {
    position: formatPosition(authority.status().ledgerId, outcome.position),
    applied,
    effective_by: formatTimeOrNull(effectiveBy),
    effective_within_ms: effectiveWithinMs,
  };
}

/**
 * Answers a command with what it concerned, as it left it, and how far it has taken effect.
 * @param show what it concerned, by its id
 */
export function answering<Shown extends object>(
  authority: Authority,
  show: (principal: Principal, id: string, reply: FastifyReply) => Shown,
) {
  return async (
    request: FastifyRequest,
    reply: FastifyReply,
    outcome: Outcome,
    waitFor?: WaitFor,
  ): Promise<Shown & AppliedJson> => {
    const applied = await answerApplied(authority, request, reply, outcome, waitFor);
    return { ...show(principalOf(request), outcome.aggregateId, reply), ...applied };
  };
}

/** Aborts when nobody is there to be answered any more. */
function goneSignal({ socket }: FastifyRequest, { raw }: FastifyReply): AbortSignal {
  const gone = new AbortController();
  if (socket.destroyed) gone.abort();
  // Not the request's own event, which comes as soon as its body is read.
  raw.once('close', () => gone.abort());
  return gone.signal;
}
