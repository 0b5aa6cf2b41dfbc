// npm run faults -- --minutes M [--seed S]: real processes under real faults.
//
// Three brokers, two authorities, four API nodes, and traffic throughout; the history of every minute is checked, and
// all of it is left in test/results/. Exit code 0: no violation, 1: a violation, 2: it could not be run.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { NoKafka } from '../kit/kafka/jars.ts';
import { summaryOf } from './summary.ts';
import { runFaults } from './suite.ts';

const usage = 'usage: npm run faults -- --minutes M [--seed S]';
const { values } = parseArgs({ options: { minutes: { type: 'string' }, seed: { type: 'string' } } });
const minutes = Number(values.minutes ?? '2');
const seed = Number(values.seed ?? randomInt(2 ** 31));
if (!(minutes > 0) || !Number.isSafeInteger(seed)) {
  console.error(usage);
  process.exit(2);
}

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stopping.signal.aborted) process.exit(130); // what was started ends with this process
    console.log(`${signal}: stopping`);
    stopping.abort();
  });
}

console.log(`seed ${String(seed)}, ${String(minutes)} min`);
try {
  const run = await runFaults({ seed, minutes, signal: stopping.signal, say: (line) => console.log(line) });
  console.log(`\n${summaryOf(run)}`);
  process.exit(run.violations.length > 0 ? 1 : stopping.signal.aborted ? 130 : 0);
} catch (error) {
  if (!(error instanceof NoKafka)) throw error;
  console.error(`not run: ${error.message}`);
  process.exit(2);
}
