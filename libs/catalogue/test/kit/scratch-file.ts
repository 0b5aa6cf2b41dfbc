import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** The path of a file in a folder of its own, which is removed when the test is over and what it opened is closed. */
export function scratchFile(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-catalogue-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, name);
}
