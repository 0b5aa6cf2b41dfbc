import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HistoryFile } from './history/history-file.ts';
import { Run } from './fault-run.ts';
import { System } from './system/system.ts';
import { startUpstream } from './system/upstream.ts';

export interface FaultRunOptions {
  readonly seed: number;
  readonly minutes: number;
  /** Ends the run early. */
  readonly signal?: AbortSignal;
  /** Gets every line that the run says of itself. */
  readonly say: (line: string) => void;
}

export interface FaultRun {
  /** How many there were of each kind. */
  readonly faults: ReadonlyMap<string, number>;
  /** Questions about keys that were answered. */
  readonly verifies: number;
  readonly commands: number;
  /** Each in words, with what led to it; none: all is well. */
  readonly violations: readonly string[];
  /** Where the history is. */
  readonly history: string;
}

const ENVIRONMENT = {
  // Short, so that nothing waits long for a lease that a fault has left behind.
  KEYLEDGER_MAX_STALENESS: '2s',
  KEYLEDGER_LOG_LEVEL: 'info',
  KEYLEDGER_COMMAND_TIMEOUT: '5s',
  KEYLEDGER_COMMAND_BURST: '100000',
  KEYLEDGER_MISS_BURST: '1000000',
  KEYLEDGER_MISS_RATE: '100000',
  KEYLEDGER_MAX_KEYS_PER_ORGANIZATION: '1000000',
};
const results = join(import.meta.dirname, '../results');

/**
 * Runs the system under traffic and faults, and checks the history of every minute. History and logs are left in
 * test/results/.
 * @throws NoKafka where this machine cannot run the brokers
 */
export async function runFaults(options: FaultRunOptions): Promise<FaultRun> {
  const file = (kind: string): string => join(results, `faults-${String(options.seed)}.${kind}`);
  await using upstream = await startUpstream();
  await using system = await System.start({
    brokers: 3,
    authorities: 2,
    apiNodes: 4,
    env: ENVIRONMENT,
    upstream: upstream.url,
  });
  const history = new HistoryFile(file('jsonl'));
  try {
    return await new Run(options, system, history).go();
  } finally {
    await history.close();
    await writeFile(file('log'), system.cluster.logs.join('\n'));
  }
}
