/** A part of an OpenAPI document. */
export type Json = Readonly<Record<string, unknown>>;

export const reference = (section: string, name: string): Json => ({ $ref: `#/components/${section}/${name}` });

/** As Markdown: `a`, `b` and `c`. */
export function listed(names: readonly string[]): string {
  const marked = names.map((name) => `\`${name}\``);
  const last = marked.pop() ?? '';
  return marked.length === 0 ? last : `${marked.join(', ')} and ${last}`;
}
