import type { FilePlace } from './problem.ts';

/** A setting's text as somebody wrote it, and where. */
export interface Given {
  readonly text: string;
  /** Undefined: the environment. */
  readonly place?: FilePlace;
}

/** What was given, by variable name. Empty texts are not in it: they count as not given. */
export type GivenByName = ReadonlyMap<string, Given>;

export type Environment = Readonly<Record<string, string | undefined>>;

export function givenByEnvironment(env: Environment): GivenByName {
  const given = new Map<string, Given>();
  for (const [name, text] of Object.entries(env)) {
    if (text !== undefined && text !== '') given.set(name, { text });
  }
  return given;
}
