import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe } from 'vitest';
import { cachedFolder } from './cached-folder.ts';

const run = promisify(execFile);

const REQUIREMENTS = join(import.meta.dirname, 'schemathesis-requirements.txt');
const INSTALL_WITHIN_MS = 300_000;
/** Beyond its own limit, for what is under way then. */
const END_WITHIN_MS = 90_000;

/** What every answer is held against; each is a name of Schemathesis. */
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'ignored_auth',
];

export interface FuzzOptions {
  /** Of an OpenAPI document. */
  readonly url: string;
  readonly key: string;
  readonly seed: number;
  readonly seconds: number;
  /** Such as `5/s`. */
  readonly rate?: string;
}

export interface Fuzzed {
  readonly ok: boolean;
  readonly operations: number;
  readonly requests: number;
  readonly output: string;
}

/**
 * A suite that needs Schemathesis: `await describeWithSchemathesis('...', (fuzz) => { test(...) })` at a file's top level.
 * Where Python or the package cannot be had it says so and is skipped; with `KEYLEDGER_REQUIRE_SCHEMATHESIS=1` it fails.
 */
export async function describeWithSchemathesis(
  name: string,
  suite: (fuzz: (options: FuzzOptions) => Promise<Fuzzed>) => void,
): Promise<void> {
  try {
    const python = await install();
    describe(name, () => suite((options) => fuzz(python, options)));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (process.env['KEYLEDGER_REQUIRE_SCHEMATHESIS'] === '1') {
      throw new Error(`${name}: Schemathesis is required: ${reason}`, { cause: error });
    }
    console.warn(`SKIPPED ${name}: no Schemathesis: ${reason}`);
    describe.skip(name, () => suite((options) => fuzz('', options)));
  }
}

/** The Python that has it; an environment of its own for each set of versions. */
async function install(): Promise<string> {
  const versions = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex').slice(0, 12);
  const folder = await cachedFolder(`schemathesis-${versions}`, async (environment) => {
    const options = { timeout: INSTALL_WITHIN_MS };
    await run('python3', ['-m', 'venv', environment], options);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', REQUIREMENTS];
    await run(join(environment, 'bin', 'python'), pip, options);
  });
  return join(folder, 'bin', 'python');
}

/** It is called as a module, as the environment was moved after its scripts were written. */
async function fuzz(python: string, { url, key, seed, seconds, rate }: FuzzOptions): Promise<Fuzzed> {
  const folder = await mkdtemp(join(tmpdir(), 'keyledger-fuzz-'));
  try {
    // The key comes from the environment: arguments are for everybody to see.
    await writeFile(
      join(folder, 'schemathesis.toml'),
      'headers = { Authorization = "Bearer ${KEYLEDGER_FUZZ_KEY}" }\n',
    );
    const limits = [
      '--max-time',
      String(seconds),
      '--seed',
      String(seed),
      ...(rate === undefined ? [] : ['--rate-limit', rate]),
    ];
    const shown = ['--no-color', '--generation-database', 'none'];
    const args = ['-m', 'schemathesis.cli', 'run', url, '--checks', CHECKS.join(), ...limits, ...shown];
    const options = {
      cwd: folder,
      env: { ...process.env, KEYLEDGER_FUZZ_KEY: key },
      timeout: seconds * 1_000 + END_WITHIN_MS,
      maxBuffer: 64 * 1024 * 1024,
    };
    return readOutput(await outputOf(run(python, args, options)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Ended {
  readonly ok: boolean;
  readonly output: string;
}

async function outputOf(running: Promise<{ readonly stdout: string; readonly stderr: string }>): Promise<Ended> {
  try {
    const { stdout } = await running;
    return { ok: true, output: stdout };
  } catch (error) {
    const { stdout, stderr, message } = error as Error & { readonly stdout?: string; readonly stderr?: string };
    return { ok: false, output: `${message}\n${stdout ?? ''}${stderr ?? ''}` };
  }
}

function readOutput({ ok, output }: Ended): Fuzzed {
  const operations = Number(/^ *Tested: (\d+)$/m.exec(output)?.[1] ?? 0);
  const requests = Number(/^ *(\d+) generated,/m.exec(output)?.[1] ?? 0);
  return { ok, operations, requests, output };
}
