import type { Given, GivenByName } from './given.ts';
import { secretFileName } from './names.ts';
import { problemAt } from './problem.ts';
import type { Problem } from './problem.ts';
import { readText } from './read-text.ts';
import { Refusal } from './setting.ts';
import type { Setting } from './setting.ts';

/** A setting's text before it is parsed. */
export interface Located {
  readonly text: string;
  /** The variable that it came by, which for a secret may be the one that names its file; null: the default. */
  readonly by: string | null;
  readonly given: Given | null;
}

const TRAILING_NEWLINE = /\r?\n$/;

/** What one source says of a setting; null where it says nothing. */
function locateIn(source: GivenByName, { name, secret }: Setting<unknown>): Located | Problem | null {
  const direct = source.get(name);
  const fileName = secretFileName(name);
  const byFile = secret ? source.get(fileName) : undefined;
  if (direct !== undefined && byFile !== undefined) {
    return problemAt(name, `is given together with ${fileName}; give one of them`, direct);
  }
  if (direct !== undefined) return { text: direct.text, by: name, given: direct };
  if (byFile === undefined) return null;
  const text = readText(byFile.text);
  return text instanceof Refusal
    ? problemAt(fileName, `names a file that ${text.message}`, byFile)
    : { text: text.replace(TRAILING_NEWLINE, ''), by: fileName, given: byFile };
}

/** From the first source that has it, else the default; null where there is none. */
export function locate(setting: Setting<unknown>, sources: readonly GivenByName[]): Located | Problem | null {
  for (const source of sources) {
    const found = locateIn(source, setting);
    if (found !== null) return found;
  }
  return setting.default === undefined ? null : { text: setting.default, by: null, given: null };
}
