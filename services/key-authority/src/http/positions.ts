import { type LedgerPosition, parsePosition } from '@keyledger/domain';
import { Fault } from '@keyledger/ports';
import type { FastifyRequest } from 'fastify';
import type { AdminServerOptions } from './options.ts';

export const AT_LEAST = 'X-Keyledger-At-Least';

/** A position of this ledger from its text. @throws Fault `validation_failed` naming `field` */
export function positionOf(field: string, text: string, ledgerId: string): LedgerPosition {
  const parsed = parsePosition(text);
  if (parsed?.ledgerId === ledgerId) return parsed.position;
  const message = 'a position of this ledger, as an answer says it';
  throw new Fault('validation_failed', 'The position is not one of this ledger.', { errors: [{ field, message }] });
}

/** Holds a read back until what it must have seen is applied. */
export function createAtLeastHook({ authority, waitFor }: Pick<AdminServerOptions, 'authority' | 'waitFor'>) {
  return async (request: FastifyRequest): Promise<void> => {
    const text = request.headers[AT_LEAST.toLowerCase()];
    if (text === undefined) return;
    const { ledgerId, applied } = authority.status();
    const position = positionOf(AT_LEAST, String(text), ledgerId);
    if (position > applied) await waitFor(position);
  };
}
