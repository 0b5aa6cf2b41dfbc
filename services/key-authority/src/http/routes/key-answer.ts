import { type KeyId, isKeyId } from '@keyledger/domain';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { notFound } from '../../access/permissions.ts';
import type { Authority } from '../../application/authority.ts';
import type { Outcome } from '../../ledger/command-log.ts';
import type { WaitFor } from '../../application/effects.ts';
import { answerApplied } from '../applied.ts';
import { principalOf } from '../authentication.ts';
import { keyJson } from '../schemas/key.ts';
import { setVersion } from '../versions.ts';

/** The key after a command. */
export async function keyAnswer(
  authority: Authority,
  request: FastifyRequest,
  reply: FastifyReply,
  outcome: Outcome,
  waitFor?: WaitFor,
) {
  const applied = await answerApplied(authority, request, reply, outcome, waitFor);
  const record = authority.views.key(principalOf(request), outcome.aggregateId);
  setVersion(reply, record.version);
  return { ...keyJson(record), ...applied };
}

/** A text that is no id of a key names none. @throws Fault `not_found` */
export function keyIdOf(text: string): KeyId {
  if (!isKeyId(text)) throw notFound('key');
  return text;
}
