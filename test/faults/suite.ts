import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HistoryFile } from './history/history-file.ts';
import { type FaultRun, type FaultRunOptions, Run } from './fault-run.ts';
import { System } from './system/system.ts';
import { startUpstream } from './system/upstream.ts';

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
