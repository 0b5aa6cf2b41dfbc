/** Where in a file something stands; both from 1. */
export interface PlaceInFile {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One thing that is wrong with a file, and what is allowed there. */
export interface FileProblem {
  readonly message: string;
  readonly place: PlaceInFile;
}

/** A file that an operator wrote cannot be used: with everything that is wrong, in the order of its text. */
export class FileRefused extends Error {
  override readonly name = 'FileRefused';
  readonly problems: readonly FileProblem[];

  constructor(problems: readonly FileProblem[], options?: ErrorOptions) {
    const lines = problems.map(({ message, place: { file, line, column } }) => {
      return `${file} line ${String(line)}, column ${String(column)}: ${message}`;
    });
    super(lines.join('\n'), options);
    this.problems = problems;
  }
}
