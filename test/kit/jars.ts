import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Git-ignored; holds the jars from one run to the next. */
const cache = join(import.meta.dirname, '../.cache');

/** Why a Java program cannot be run here. */
export class NoJars extends Error {
  override readonly name = 'NoJars';
}

/**
 * The folder that holds the jars a pom names, those that they need among them; downloads them by Maven the first time.
 * @throws NoJars where Java or Maven is missing or the download fails
 */
export async function mavenJars(name: string, pom: string): Promise<string> {
  const home = join(cache, name);
  const lib = join(home, 'lib');
  await mustRun('java', ['-version'], 'Java is not installed');
  if (existsSync(lib)) return lib;
  mkdirSync(home, { recursive: true });
  const download = join(home, `lib-${String(process.pid)}`);
  await mustRun('mvn', ['-v'], 'Maven is not installed');
  await mustRun(
    'mvn',
    ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${download}`],
    `the jars of ${name} could not be downloaded`,
  );
  try {
    renameSync(download, lib);
  } catch (error) {
    if (!existsSync(lib)) throw error; // else another run was faster
    rmSync(download, { recursive: true, force: true });
  }
  return lib;
}

async function mustRun(command: string, args: string[], otherwise: string): Promise<void> {
  try {
    await run(command, args, { timeout: 300_000 });
  } catch (error) {
    throw new NoJars(otherwise, { cause: error });
  }
}
