import { type Static, type TSchema, Type } from 'typebox';
import { DEFAULT_LIMIT } from '../page-query.ts';

/** The schema, or null. One schema with two types, so that a value that fits neither has one problem. */
export function nullable<Schema extends TSchema & { readonly type: string }>(schema: Schema) {
  return Type.Unsafe<Static<Schema> | null>({ ...schema, type: [schema.type, 'null'] });
}

export function literals<Value extends string>(values: readonly Value[], options: object = {}) {
  return Type.Unsafe<Value>({ type: 'string', enum: [...values], ...options });
}

/** Refers to a schema of `components.schemas`, which has an `$id`. */
export function reference<Schema extends TSchema>(schema: Schema) {
  const { $id = '' } = schema as { readonly $id?: string };
  return Type.Unsafe<Static<Schema>>({ $ref: `${$id}#` });
}

/** An object that has these fields and no other. */
export const strictObject = <Fields extends Record<string, TSchema>>(fields: Fields, options: object = {}) =>
  Type.Object(fields, { additionalProperties: false, ...options });

/** Names and texts. Not a Record, whose pattern lets names with line breaks pass unchecked. */
export const StringMap = Type.Unsafe<Record<string, string>>({
  type: 'object',
  additionalProperties: { type: 'string' },
});

export const Time = Type.String({ format: 'date-time', description: 'RFC 3339, in UTC.' });
export const GivenTime = Type.String({ format: 'date-time', description: 'RFC 3339, with a zone.' });

export const Creator = Type.Object({ subject: Type.String(), kind: Type.String() });
export type CreatorJson = Static<typeof Creator>;

export const Reason = Type.String({ maxLength: 500, description: 'Why; kept in the history.' });
export const WaitFor = literals(['everywhere', 'ledger'], {
  default: 'everywhere',
  description: 'What the answer waits for.',
});
/** What a command may carry beside what it is about. */
export const CommandFields = { reason: Type.Optional(Reason), wait_for: Type.Optional(WaitFor) };
export const CommandBody = strictObject(CommandFields);

export const Limit = Type.Integer({ minimum: 1, maximum: 100, default: DEFAULT_LIMIT });
export const Search = Type.String({ maxLength: 200, description: 'Part of a name or id.' });
export const PageFields = {
  limit: Type.Optional(Limit),
  cursor: Type.Optional(Type.String({ description: 'The `next_cursor` of the page before.' })),
};
export const PageParameters = strictObject(PageFields);

/** One page of a list, newest first. */
export const page = <Schema extends TSchema>(items: Schema) =>
  Type.Object({ items: Type.Array(items), next_cursor: nullable(Type.String()) });
