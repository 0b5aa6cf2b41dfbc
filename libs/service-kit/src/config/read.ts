import { givenByEnvironment } from './given.ts';
import type { Environment, GivenByName } from './given.ts';
import { locate } from './locate.ts';
import type { Located } from './locate.ts';
import { namesOf } from './names.ts';
import { problemAt } from './problem.ts';
import type { Problem } from './problem.ts';
import { Refusal } from './setting.ts';
import type { Setting } from './setting.ts';
import type { Settings, SettingsTable, Values } from './table.ts';
import { unknownNames } from './unknown.ts';
import { givenByFile } from './yaml-file.ts';
import type { FileContent } from './yaml-file.ts';

export interface Sources {
  /** Wins over the file. Empty variables count as not given. */
  readonly env: Environment;
  /** The path of a YAML file. */
  readonly file?: string | undefined;
  /** Names that belong to other processes of the product; one that ends in `*` stands for all that begin so. */
  readonly known?: readonly string[];
}

/** One setting as it is in force. */
export interface InForce {
  readonly setting: Setting<unknown>;
  /** Null: not set. */
  readonly located: Located | null;
}

const NO_FILE: FileContent = { given: new Map(), understood: true, problems: [] };

export type Reading<S extends Settings> =
  | { readonly ok: true; readonly values: Values<S>; readonly inForce: readonly InForce[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** The value of one setting, undefined where it is not set, or what is wrong with it. */
function readOne(setting: Setting<unknown>, sources: readonly GivenByName[]): ReadOne | Problem {
  const located = locate(setting, sources);
  if (located === null) return { inForce: { setting, located }, value: undefined };
  if ('message' in located) return located;
  const value = setting.parse(located.text);
  if (!(value instanceof Refusal)) return { inForce: { setting, located }, value: Object.freeze(value) };
  return problemAt(located.by ?? setting.name, value.message, located.given);
}

interface ReadOne {
  readonly inForce: InForce;
  readonly value: unknown;
}

/** The rules that do not hold, of those whose settings are all well-formed. */
function brokenRules<S extends Settings>(
  table: SettingsTable<S>,
  values: Values<S>,
  inForce: readonly InForce[],
): Problem[] {
  const problems: Problem[] = [];
  for (const rule of table.rules) {
    if (!rule.of.every((key) => Object.hasOwn(values, key))) continue;
    const broken = rule.check(values);
    if (broken === null) continue;
    const blamed = inForce.find(({ setting }) => setting.name === broken.name);
    problems.push(problemAt(broken.name, broken.message, blamed?.located?.given ?? null));
  }
  return problems;
}

/** Reads every setting of the table: a frozen object of them all, or all that is wrong at once. */
export function readSettings<S extends Settings>(table: SettingsTable<S>, from: Sources): Reading<S> {
  const env = givenByEnvironment(from.env);
  const file = from.file === undefined ? NO_FILE : givenByFile(from.file);
  const known = new Set([...Object.values(table.settings).flatMap(namesOf), ...(from.known ?? [])]);
  const problems = [...file.problems, ...unknownNames(env, known), ...unknownNames(file.given, known)];
  const values: Record<string, unknown> = {};
  const inForce: InForce[] = [];
  for (const [key, setting] of Object.entries(table.settings)) {
    const read = readOne(setting, [env, file.given]);
    if ('message' in read) {
      problems.push(read);
    } else if (setting.required && read.inForce.located === null) {
      // It could stand in the file that was not understood.
      if (file.understood) problems.push({ name: setting.name, message: `is required: ${setting.form}` });
    } else {
      values[key] = read.value;
      inForce.push(read.inForce);
    }
  }
  const wellFormed = values as Values<S>;
  problems.push(...brokenRules(table, wellFormed, inForce));
  return problems.length === 0 ? { ok: true, values: Object.freeze(wellFormed), inForce } : { ok: false, problems };
}
