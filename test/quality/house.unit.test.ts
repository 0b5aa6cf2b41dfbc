import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from './steps.ts';

/** Also what is not committed yet, so that it fails before the commit; `-c`: a clone may belong to somebody else. */
const tracked = execFileSync(
  'git',
  ['-c', 'safe.directory=*', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'],
  { cwd: root, encoding: 'utf8' },
)
  .split('\0')
  .filter((name) => name !== '' && existsSync(join(root, name)));

const read = (name: string): string => readFileSync(join(root, name), 'utf8');

describe('the tree', () => {
  test('has the top-level folders that CONTRIBUTING.md describes and no other', () => {
    const folders = new Set(
      tracked.filter((name) => name.includes('/')).map((name) => name.slice(0, name.indexOf('/'))),
    );
    expect([...folders].toSorted()).toEqual(['.ci', 'deploy', 'docs', 'libs', 'proto', 'services', 'test']);
  });

  test('has no source file above 250 lines', () => {
    const sources = tracked.filter((name) => /\.(ts|mjs|js|sh)$/.test(name) && !name.includes('/generated/'));
    const long = sources.filter((name) => read(name).split('\n').length > 251);
    expect(sources.length).toBeGreaterThan(50);
    expect(long).toEqual([]);
  });

  test('names no path of a developer’s machine', () => {
    // Put together here, or this file would contain what it forbids.
    const homes = ['root', 'work', 'home/(?!node/)[a-z]', 'Users/[A-Za-z]'].map((folder) => `/${folder}`).join('|');
    const machinePath = new RegExp(`(?<![\\w.$})*-])(${homes})[/a-z]`);
    expect('see /' + 'work/x and').toMatch(machinePath);
    const binary = /\.(binpb|png|jpg|ico|woff2|gz)$/;
    const naming = tracked.filter((name) => !binary.test(name)).filter((name) => machinePath.test(read(name)));
    expect(naming).toEqual([]);
  });

  test('pins packages by content, not by the registry they once came from', () => {
    expect(read('pnpm-lock.yaml')).toContain('integrity: sha512-');
    expect(read('pnpm-lock.yaml')).not.toMatch(/https?:\/\//);
  });
});
