import { type Document, LineCounter, type Node, isMap, isNode, isScalar, isSeq, parseDocument } from 'yaml';
import type { FileProblem, PlaceInFile } from '@keyledger/ports';
import type { Path } from './problem.ts';

/** A YAML text as what it says, and where it says it. */
export interface YamlText {
  readonly value: unknown;
  /** Empty: it is YAML. */
  readonly problems: readonly FileProblem[];
  placeOf(path: Path, at: 'value' | 'name'): PlaceInFile;
}

/** Enough for what people write; a text that refers to itself over and over must not fill the memory. */
const MAX_ALIASES = 100;

export function readYaml(text: string, source: string): YamlText {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
  const placeAt = (offset: number): PlaceInFile => {
    const { line, col } = lines.linePos(offset);
    return { file: source, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const problems: FileProblem[] = document.errors.map(({ message, pos }) => ({
    message: `is not valid YAML: ${message}`,
    place: placeAt(pos[0]),
  }));
  let value: unknown = null;
  if (problems.length === 0) {
    try {
      value = document.toJS({ maxAliasCount: MAX_ALIASES });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      problems.push({ message: `is not valid YAML: ${why}`, place: placeAt(0) });
    }
  }
  return { value, problems, placeOf: (path, at) => placeAt(offsetOf(document, path, at)) };
}

/** Where the path ends, or as far as it leads. */
function offsetOf(document: Document.Parsed, path: Path, at: 'value' | 'name'): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [index, step] of path.entries()) {
    const isLast = index === path.length - 1;
    const pair = isMap(node) ? node.items.find(({ key }) => nameOf(key) === String(step)) : undefined;
    const next: unknown = pair === undefined ? (isSeq(node) ? node.items[Number(step)] : undefined) : pair.value;
    const found =
      pair !== undefined && isLast && at === 'name' ? startOf(pair.key) : (startOf(next) ?? startOf(pair?.key));
    if (found === undefined) break;
    offset = found;
    node = next;
  }
  return offset;
}

const nameOf = (key: unknown): string => (isScalar(key) ? String(key.value) : '');

const startOf = (node: unknown): number | undefined => (isNode(node) ? (node as Node).range?.[0] : undefined);
