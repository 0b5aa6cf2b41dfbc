import { type Static, Type } from 'typebox';
import { literals, nullable } from './common.ts';

/** What the answer of every command says beside the thing it changed (interfaces.md, "Commands that take authority away"). */
export const AppliedFields = {
  position: Type.String({ description: 'Where the change stands in the ledger; opaque.' }),
  applied: literals(['ledger', 'everywhere'], {
    description: '`everywhere`: no request that starts from now on is let in by what stood before.',
  }),
  effective_by: nullable(
    Type.String({
      format: 'date-time',
      description: 'When it is so everywhere at the latest; null: it takes nothing away.',
    }),
  ),
  effective_within_ms: nullable(Type.Integer({ description: 'The same, counted from the arrival of this answer.' })),
};
const Applied = Type.Object(AppliedFields);
export type AppliedJson = Static<typeof Applied>;
