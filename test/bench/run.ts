// npm run bench [NAME…]: a table, and the same as data in test/bench/latest.json.
//
// Every speed is a ratio against a peer that was measured in the same run, in turns with it; figures without a target
// are for information, and depend on the machine. Nothing here is part of the tests.
import { writeFile } from 'node:fs/promises';
import { NoKafka } from '../kit/kafka/jars.ts';
import { fold } from './fold.ts';
import { CannotRun, type Benchmark, type Entry } from './kit/entry.ts';
import { table } from './kit/table.ts';
import { ledgerAppend } from './ledger-append.ts';
import { proxy } from './proxy.ts';
import { revoke } from './revoke.ts';
import { verifyCache } from './verify-cache.ts';
import { verifyMiss } from './verify-miss.ts';

const benchmarks: readonly Benchmark[] = [revoke, proxy, verifyCache, verifyMiss, fold, ledgerAppend];

const names = process.argv.slice(2);
const unknown = names.filter((name) => !benchmarks.some((benchmark) => benchmark.name === name));
if (unknown.length > 0) {
  console.error(
    `No such benchmark: ${unknown.join(', ')}. There are: ${benchmarks.map(({ name }) => name).join(', ')}.`,
  );
  process.exit(2);
}

const entries: Entry[] = [];
const notRun: string[] = [];
for (const benchmark of benchmarks) {
  if (names.length > 0 && !names.includes(benchmark.name)) continue;
  const startedAt = performance.now();
  try {
    entries.push(...(await benchmark.run()));
    console.log(`▶ ${benchmark.name} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
  } catch (error) {
    if (!(error instanceof CannotRun || error instanceof NoKafka)) throw error;
    notRun.push(`${benchmark.name}: ${error.message}`);
  }
}
console.log(`\n${table(entries)}\n`);
for (const reason of notRun) console.log(`not run: ${reason}`);
await writeFile(new URL('latest.json', import.meta.url), `${JSON.stringify(entries, null, 2)}\n`);
// A missed target is a finding that stands in the table; what was asked for by name and did not run is a failure.
process.exit(names.length > 0 && notRun.length > 0 ? 1 : 0);
