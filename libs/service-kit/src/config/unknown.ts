import type { Given, GivenByName } from './given.ts';
import { PREFIX, fileKey, isServiceLink, nameOfKey } from './names.ts';
import { nearest } from './nearest.ts';
import { problemAt } from './problem.ts';
import type { Problem } from './problem.ts';

/** Names that may be given; one that ends in `*` stands for all that begin so. */
export type KnownNames = ReadonlySet<string>;

function isKnown(name: string, known: KnownNames): boolean {
  if (known.has(name)) return true;
  for (const each of known) if (each.endsWith('*') && name.startsWith(each.slice(0, -1))) return true;
  return false;
}

function unknownName(name: string, given: Given, known: KnownNames): Problem {
  // In a file the prefix is left out; whoever wrote it there finds it doubled. It is not what names are told apart by.
  const key = fileKey(name.replace(PREFIX + PREFIX, PREFIX));
  const meant = nearest(key, [...known].filter((each) => !each.endsWith('*')).map(fileKey));
  const spelled = meant === null || given.place !== undefined ? meant : nameOfKey(meant);
  const message = `is no setting of Keyledger${spelled === null ? '' : `; did you mean ${spelled}?`}`;
  return problemAt(name, message, given);
}

/** A problem for each name that is Keyledger's by its prefix, or stands in its file, and that no process has. */
export function unknownNames(given: GivenByName, known: KnownNames): Problem[] {
  const problems: Problem[] = [];
  for (const [name, each] of given) {
    if (!name.startsWith(PREFIX) || isKnown(name, known) || isServiceLink(name, each.text)) continue;
    problems.push(unknownName(name, each, known));
  }
  return problems;
}
