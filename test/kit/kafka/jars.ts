import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Git-ignored; holds the jars from one run to the next. */
const cache = join(import.meta.dirname, '../../.cache/kafka');
const lib = join(cache, 'lib');

/** Why a local broker cannot be run here. */
export class NoKafka extends Error {
  override readonly name = 'NoKafka';
}

/**
 * The folder that holds Apache Kafka's jars; downloads them by Maven the first time.
 * @throws NoKafka where Java or Maven is missing or the download fails
 */
export async function kafkaJars(): Promise<string> {
  await mustRun('java', ['-version'], 'Java is not installed');
  if (existsSync(lib)) return lib;
  mkdirSync(cache, { recursive: true });
  const download = join(cache, `lib-${String(process.pid)}`);
  const pom = join(import.meta.dirname, 'pom.xml');
  await mustRun('mvn', ['-v'], 'Maven is not installed');
  await mustRun(
    'mvn',
    ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${download}`],
    "Apache Kafka's jars could not be downloaded",
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
    throw new NoKafka(otherwise, { cause: error });
  }
}
