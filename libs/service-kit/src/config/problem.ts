import { fileKey } from './names.ts';

/** Where in a configuration file something stands. */
export interface FilePlace {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1; left out where the whole line is meant. */
  readonly column?: number;
}

/** One thing that is wrong with the configuration. Holds no value that was given: it could be a secret. */
export interface Problem {
  /** The variable, or the file where the file as a whole is wrong. */
  readonly name: string;
  readonly message: string;
  readonly place?: FilePlace;
}

/** A problem with what stands somewhere: in the environment, or at a place in a file. */
export function problemAt(name: string, message: string, at: { readonly place?: FilePlace } | null): Problem {
  return at?.place === undefined ? { name, message } : { name, message, place: at.place };
}

/** `KEYLEDGER_LEDGER: must be …`, or with `(ledger, /etc/keyledger.yaml line 3)` where it stands in a file. */
export function describeProblem({ name, message, place }: Problem): string {
  if (place === undefined) return `${name}: ${message}`;
  const column = place.column === undefined ? '' : `, column ${place.column}`;
  const where = `${place.file} line ${place.line}${column}`;
  return name === place.file ? `${where}: ${message}` : `${name} (${fileKey(name)}, ${where}): ${message}`;
}
