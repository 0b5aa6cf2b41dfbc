/** A text as searches compare it: compatibility forms and case do not count. */
export const searchable = (text: string): string => text.normalize('NFKC').toLowerCase();

/** Between values that are searched together, so that nothing is found across two of them. */
const SEPARATOR = '\u{1F}';

export const searchableValues = (values: Readonly<Record<string, string>>): string =>
  Object.values(values).map(searchable).join(SEPARATOR);

/** SQL: whether one of the expressions holds `:q`; true where `:q` is null. `instr` knows no wildcards to escape. */
export function containsSearch(...expressions: readonly string[]): string {
  return `(:q IS NULL OR ${expressions.map((each) => `instr(${each}, :q) > 0`).join(' OR ')})`;
}
