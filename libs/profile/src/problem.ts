/** Where in a profile's text something stands; both from 1. */
export interface ProfilePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One thing that is wrong with a profile, and what is allowed there. */
export interface ProfileProblem {
  readonly message: string;
  readonly place: ProfilePlace;
}

export const describeProfileProblem = ({ message, place }: ProfileProblem): string =>
  `${place.file} line ${String(place.line)}, column ${String(place.column)}: ${message}`;

/** The text is no profile: with everything that is wrong, in the order of the text. */
export class ProfileRefused extends Error {
  override readonly name = 'ProfileRefused';
  readonly problems: readonly ProfileProblem[];

  constructor(problems: readonly ProfileProblem[], options?: ErrorOptions) {
    super(problems.map(describeProfileProblem).join('\n'), options);
    this.problems = problems;
  }
}

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
