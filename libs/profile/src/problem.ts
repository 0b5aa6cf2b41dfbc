/** From the top of the document: names of members, and indexes. */
export type Path = readonly (string | number)[];

/** Takes a problem with the value at `path`, or with the name of its last member. */
export type Report = (path: Path, message: string, at?: 'value' | 'name') => void;

/** `a`, `b` or `c`. */
export function oneOf(allowed: readonly string[]): string {
  const quoted = allowed.map((each) => `\`${each}\``);
  const last = quoted.pop() ?? 'nothing';
  return quoted.length === 0 ? last : `${quoted.join(', ')} or ${last}`;
}
