import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cachedFolder } from './cached-folder.ts';

const run = promisify(execFile);

/** Why a Java program cannot be run here. */
export class NoJars extends Error {
  override readonly name = 'NoJars';
}

/**
 * The folder that holds the jars a pom names, those that they need among them; downloads them by Maven the first time.
 * @throws NoJars where Java or Maven is missing or the download fails
 */
export async function mavenJars(name: string, pom: string): Promise<string> {
  await mustRun('java', ['-version'], 'Java is not installed');
  return cachedFolder(join(name, 'lib'), async (folder) => {
    await mustRun('mvn', ['-v'], 'Maven is not installed');
    await mustRun(
      'mvn',
      ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${folder}`],
      `the jars of ${name} could not be downloaded`,
    );
  });
}

async function mustRun(command: string, args: string[], otherwise: string): Promise<void> {
  try {
    await run(command, args, { timeout: 300_000 });
  } catch (error) {
    throw new NoJars(otherwise, { cause: error });
  }
}
