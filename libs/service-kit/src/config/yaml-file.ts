import { LineCounter, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { YAMLError, YAMLMap } from 'yaml';
import type { Given, GivenByName } from './given.ts';
import { nameOfKey } from './names.ts';
import { problemAt } from './problem.ts';
import type { FilePlace, Problem } from './problem.ts';
import { readText } from './read-text.ts';
import { Refusal } from './setting.ts';

const KEY = /^[a-z0-9_]+$/;

export interface FileContent {
  readonly given: GivenByName;
  /** Nothing is given and there are problems, where the file as a whole could not be understood. */
  readonly understood: boolean;
  readonly problems: readonly Problem[];
}

/** As it was written, so that `1e3` and `on` mean what they say; null where it is no single value. */
function scalarText(node: unknown): string | null {
  if (!isScalar(node)) return null;
  if (node.value === null) return '';
  return typeof node.value === 'string' ? node.value : (node.source ?? null);
}

/** A value, or a sequence of values as the list that one would write in a variable. */
function textOf(node: unknown): string | null {
  if (!isSeq(node)) return node === null ? '' : scalarText(node);
  const parts = node.items.map(scalarText);
  return parts.every((part) => part !== null) ? parts.join(',') : null;
}

const notUnderstood = (problems: readonly Problem[]): FileContent => ({
  given: new Map(),
  understood: false,
  problems,
});

/** Reads a flat mapping of settings from a YAML file. */
export function givenByFile(path: string): FileContent {
  const text = readText(path);
  if (text instanceof Refusal) return notUnderstood([{ name: path, message: text.message }]);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
  const placeAt = (offset: number): FilePlace => ({ file: path, line: lines.linePos(offset).line });
  if (document.errors.length > 0) {
    // YAML's own messages quote the text, which could be a secret.
    const problemOf = ({ code, pos }: YAMLError): Problem =>
      problemAt(path, `is not valid YAML (${code})`, { place: placeAt(pos[0]) });
    return notUnderstood(document.errors.map(problemOf));
  }
  const root = document.contents;
  if (root === null || (isScalar(root) && root.value === null))
    return { given: new Map(), understood: true, problems: [] };
  if (!isMap(root)) return notUnderstood([{ name: path, message: 'must be a mapping of settings' }]);
  return givenByMap(root, path, placeAt);
}

function givenByMap(root: YAMLMap, path: string, placeAt: (offset: number) => FilePlace): FileContent {
  const given = new Map<string, Given>();
  const problems: Problem[] = [];
  for (const { key, value } of root.items) {
    const place = placeAt(isScalar(key) ? (key.range?.[0] ?? 0) : 0);
    const keyText = scalarText(key);
    if (keyText === null || !KEY.test(keyText)) {
      problems.push({
        name: path,
        message: 'has a key that is no name of a setting in lower case without prefix',
        place,
      });
      continue;
    }
    const text = textOf(value);
    if (text === null) problems.push({ name: nameOfKey(keyText), message: 'must be one value or a list', place });
    else if (text !== '') given.set(nameOfKey(keyText), { text, place });
  }
  return { given, understood: true, problems };
}
