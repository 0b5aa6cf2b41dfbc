import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const LOCKER = join(import.meta.dirname, 'lock.child.ts');

test('a lock file that may only be read is no lock: nobody is told that it has it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-read-only-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'a.lock');
  const lock = (): string => spawnSync(process.execPath, [LOCKER, path], { encoding: 'utf8' }).stdout.trim();
  writeFileSync(path, '');
  chmodSync(folder, 0o777);
  chmodSync(path, 0o666);
  expect(lock()).toBe('locked');
  chmodSync(path, 0o444);
  expect(lock()).toBe('EACCES');
});
