import { type Static, Type } from 'typebox';

/** RFC 9457, with extensions. */
export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String({ description: 'Stable; what programs decide by.' }),
    detail: Type.String(),
    errors: Type.Array(Type.Object({ field: Type.String(), message: Type.String() }), {
      description: 'Each field that is not as it must be.',
    }),
    request_id: Type.String(),
  },
  { $id: 'Problem' },
);
export type ProblemJson = Static<typeof Problem>;
