import type { FastifyRequest } from 'fastify';
import { positionOf } from '../application/position.ts';
import type { AdminServerOptions } from './options.ts';

export const AT_LEAST = 'X-Keyledger-At-Least';

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
