import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { lockFile } from '../src/lock-file.ts';

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-no-locks-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

test('a file system that has no locks is told from a lock that another has, and nothing is left behind', () => {
  const folder = newFolder();
  const path = join(folder, 'a.lock');
  const release = lockFile(path);
  expect(lockFile(path)).toBeNull();
  release?.();
  // What SQLite makes of ENOLCK, for each file.
  const exec = vi.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(() => {
    throw Object.assign(new Error('database is locked'), { errcode: 5 });
  });
  onTestFinished(() => exec.mockRestore());
  expect(() => lockFile(path)).toThrow('has no locks');
  expect(readdirSync(folder)).toEqual(['a.lock']);
});
