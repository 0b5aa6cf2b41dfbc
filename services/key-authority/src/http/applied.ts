import { formatPosition } from '@keyledger/domain';
import { Type } from 'typebox';
import type { Authority } from '../application/authority.ts';
import type { Outcome } from '../ledger/command-log.ts';
import { nullable } from './schemas/common.ts';

/** What the answer of every command says beside the thing it changed (interfaces.md, "Commands that take authority away"). */
export const AppliedFields = {
  position: Type.String({ description: 'Where the change stands in the ledger; opaque.' }),
  applied: Type.Unsafe<'ledger' | 'everywhere'>({ type: 'string', enum: ['ledger', 'everywhere'] }),
  effective_by: nullable(Type.String({ format: 'date-time' })),
  effective_within_ms: nullable(Type.Integer()),
};

export interface AppliedJson {
  readonly position: string;
  readonly applied: 'ledger' | 'everywhere';
  readonly effective_by: string | null;
  readonly effective_within_ms: number | null;
}

/** Nodes hold no leases yet, so an answer can speak for the ledger and for nothing else. */
export function appliedJson(authority: Authority, { position }: Outcome): AppliedJson {
  return {
    position: formatPosition(authority.status().ledgerId, position),
    applied: 'ledger',
    effective_by: null,
    effective_within_ms: null,
  };
}
