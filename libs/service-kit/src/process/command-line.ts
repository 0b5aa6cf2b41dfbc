import { parseArgs } from 'node:util';

/** What a process was asked to do. */
export interface CommandLine {
  readonly action: 'run' | 'print-config' | 'check-config' | 'help' | 'version';
  readonly configPath: string | undefined;
}

export const COMMAND_LINE_HELP = `  --config FILE    read settings from this YAML file; the environment wins over it
  --print-config   show the settings in force, secrets masked, and exit
  --check-config   report every problem of the settings and exit
  --help           show this and exit
  --version        show the version and exit`;

const OPTIONS = {
  config: { type: 'string' },
  'print-config': { type: 'boolean' },
  'check-config': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

/** First of those that are given. */
const ACTIONS = ['help', 'version', 'check-config', 'print-config'] as const;

/** The arguments behind the program's name; or what is wrong with them, as text for people. */
export function parseCommandLine(args: readonly string[]): CommandLine | string {
  try {
    const { values } = parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: false });
    if (values.config === '') return 'Option --config needs a file';
    return { action: ACTIONS.find((each) => values[each] === true) ?? 'run', configPath: values.config };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // The rest of Node's message explains escapes that these options do not have.
    return error.message.split(/\. |\n/)[0] ?? error.message;
  }
}
