import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A file that is gone when the test has ended. */
export function scratchFile(name: string, content: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-kit-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, name);
  writeFileSync(path, content, { mode: 0o600 });
  return path;
}
