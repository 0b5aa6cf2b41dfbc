import { readFileSync } from 'node:fs';
import { refuse } from './setting.ts';
import type { Refusal } from './setting.ts';

/** A file's content; or that it cannot be read and by which code of the system. */
export function readText(path: string): string | Refusal {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return refuse(`cannot be read (${code})`);
  }
}
