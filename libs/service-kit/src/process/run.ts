import type { Logger } from '@keyledger/ports';
import { describeProblem } from '../config/problem.ts';
import type { Problem } from '../config/problem.ts';
import { printSettings } from '../config/print.ts';
import { settingsHelp } from '../config/describe.ts';
import type { Environment } from '../config/given.ts';
import { readSettings } from '../config/read.ts';
import type { Settings, SettingsTable, Values } from '../config/table.ts';
import { PRODUCT_NAMES } from '../product/settings.ts';
import { COMMAND_LINE_HELP, parseCommandLine } from './command-line.ts';
import { StopRequested, createLifecycle } from './lifecycle.ts';
import type { Lifecycle } from './lifecycle.ts';
import { watchProcess } from './signals.ts';
import type { ProcessEvents } from './signals.ts';
import { StartRefused } from './start-refused.ts';

export const EXIT_OK = 0;
export const EXIT_FAILED = 1;
/** The command line, a setting or a port must be mended first. */
export const EXIT_USAGE = 2;

/** What a process is. */
export interface ProcessDefinition<S extends Settings> {
  readonly name: string;
  readonly version: string;
  /** One line for `--help`. */
  readonly summary: string;
  readonly settings: SettingsTable<S>;
  readonly logger: (values: Values<S>) => Logger;
  /** What is wrong with the files that well-formed settings name, for `--check-config`; a start finds it by itself. */
  readonly check?: (values: Values<S>) => Promise<readonly Problem[]>;
  /** Starts every part; whatever is started here is stopped in reverse when the process is told to end. */
  readonly compose: (context: ComposeContext<S>) => Promise<void>;
  /** For the stop of each part, in milliseconds. */
  readonly stopDeadlineMs?: number;
}

export interface ComposeContext<S extends Settings> {
  readonly settings: Values<S>;
  readonly lifecycle: Lifecycle;
  readonly logger: Logger;
}

/** What surrounds a process; `process` itself fits. */
export interface Surroundings extends ProcessEvents {
  readonly argv: readonly string[];
  readonly env: Environment;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/** Does what the command line asks for, until the end of the process; yields its exit code. */
export async function runProcess<S extends Settings>(
  definition: ProcessDefinition<S>,
  outside: Surroundings,
): Promise<number> {
  const { name, version, summary, settings: table } = definition;
  const command = parseCommandLine(outside.argv.slice(2));
  if (typeof command === 'string') {
    outside.stderr.write(`${name}: ${command}\nTry --help.\n`);
    return EXIT_USAGE;
  }
  if (command.action === 'help') {
    const help = settingsHelp(Object.values(table.settings));
    outside.stdout.write(`${name}: ${summary}\n\n${COMMAND_LINE_HELP}\n\nSettings:\n${help}\n`);
    return EXIT_OK;
  }
  if (command.action === 'version') {
    outside.stdout.write(`${name} ${version}\n`);
    return EXIT_OK;
  }
  const reading = readSettings(table, { env: outside.env, file: command.configPath, known: PRODUCT_NAMES });
  if (!reading.ok) return reportProblems(name, reading.problems, outside);
  if (command.action === 'run') return serve(definition, reading.values, outside);
  if (command.action === 'print-config') {
    outside.stdout.write(printSettings(reading.inForce));
    return EXIT_OK;
  }
  const problems = (await definition.check?.(reading.values)) ?? [];
  if (problems.length > 0) return reportProblems(name, problems, outside);
  outside.stdout.write('The settings are fine.\n');
  return EXIT_OK;
}

function reportProblems(name: string, problems: readonly Problem[], { stderr }: Surroundings): number {
  const lines = problems.map((problem) => `  ${describeProblem(problem)}\n`);
  stderr.write(`${name} cannot start:\n${lines.join('')}`);
  return EXIT_USAGE;
}

async function serve<S extends Settings>(
  definition: ProcessDefinition<S>,
  settings: Values<S>,
  outside: Surroundings,
): Promise<number> {
  const logger = definition.logger(settings);
  const { stopDeadlineMs: deadlineMs } = definition;
  const lifecycle = createLifecycle(deadlineMs === undefined ? { logger } : { logger, deadlineMs });
  const unwatch = watchProcess(outside, lifecycle, logger);
  const ended = aborted(lifecycle.stopping).then(() => lifecycle.stop('the process ends'));
  try {
    // A part that never finishes its start must not keep a process that is told to stop.
    await Promise.race([definition.compose({ settings, lifecycle, logger }), ended]);
    if (!lifecycle.stopping.aborted) logger.info({ version: definition.version }, 'ready');
    await ended;
  } catch (error) {
    if (!(error instanceof StopRequested)) lifecycle.fail(error);
  }
  const clean = await ended;
  unwatch();
  const { failure } = lifecycle;
  if (failure instanceof StartRefused) return reportProblems(definition.name, failure.problems, outside);
  return clean && failure === undefined ? EXIT_OK : EXIT_FAILED;
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  const { promise, resolve } = Promise.withResolvers<void>();
  signal.addEventListener('abort', () => resolve(), { once: true });
  return promise;
}
