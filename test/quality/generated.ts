// Fails where proto/src/generated or proto/src/types.ts is not what the contracts generate.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './steps.ts';

const proto = join(root, 'proto');
const inUse = join(proto, 'src', 'generated');

/** Runs the package's own `generate` script with another output folder, so that there is one recipe. */
function generateInto(folder: string): void {
  const manifest = JSON.parse(readFileSync(join(proto, 'package.json'), 'utf8')) as { scripts: { generate: string } };
  const script = manifest.scripts.generate.replaceAll('src/generated', folder);
  const path = `${join(proto, 'node_modules', '.bin')}:${process.env['PATH'] ?? ''}`;
  execFileSync('sh', ['-c', script], { cwd: proto, env: { ...process.env, PATH: path }, stdio: ['ignore', 2, 2] });
}

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();

function differences(fresh: string): string[] {
  const names = new Set([...filesOf(fresh), ...filesOf(inUse)]);
  const read = (folder: string, name: string): string | null => {
    try {
      return readFileSync(join(folder, name), 'utf8');
    } catch {
      return null;
    }
  };
  return [...names].filter((name) => read(fresh, name) !== read(inUse, name)).map((name) => `src/generated/${name}`);
}

/** types.ts re-exports every generated file, our package first. */
function typesAreComplete(fresh: string): boolean {
  const names = filesOf(fresh);
  const ordered = [
    ...names.filter((name) => name.startsWith('keyledger')),
    ...names.filter((name) => name.startsWith('google')),
  ];
  const expected = ordered.map((name) => `export type * from './generated/${name}';\n`).join('');
  return readFileSync(join(proto, 'src', 'types.ts'), 'utf8') === expected;
}

const fresh = mkdtempSync(join(tmpdir(), 'keyledger-generated-'));
try {
  generateInto(fresh);
  const stale = [...differences(fresh), ...(typesAreComplete(fresh) ? [] : ['src/types.ts'])];
  for (const name of stale)
    console.error(`proto/${name} is not what the contracts say (CONTRIBUTING.md, "The contracts")`);
  if (stale.length > 0) process.exitCode = 1;
} finally {
  rmSync(fresh, { recursive: true, force: true });
}
