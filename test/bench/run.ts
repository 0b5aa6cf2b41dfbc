// npm run bench [NAME…]: a table, and the same as data in test/bench/latest.json.
//
// Every speed is a ratio against a peer that was measured in the same run, in turns with it; figures without a target
// are for information, and depend on the machine. Nothing here is part of the tests.
import { writeFile } from 'node:fs/promises';
import { NoKafka } from '../kit/kafka/jars.ts';
import { checkpoint } from './checkpoint.ts';
import { flood } from './flood.ts';
import { fold } from './fold.ts';
import type { Benchmark, Entry } from './kit/entry.ts';
import { table } from './kit/table.ts';
import { ledgerAppend } from './ledger-append.ts';
import { proxy } from './proxy.ts';
import { revoke } from './revoke.ts';
import { verifyCache } from './verify-cache.ts';
import { verifyMiss } from './verify-miss.ts';

const benchmarks: readonly Benchmark[] = [
  revoke,
  proxy,
  verifyCache,
  verifyMiss,
  flood,
  fold,
  checkpoint,
  ledgerAppend,
];

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
let failed = false;
for (const benchmark of benchmarks.filter(({ name }) => names.length === 0 || names.includes(name))) {
  process.stdout.write(`▶ ${benchmark.name} `);
  const startedAt = performance.now();
  try {
    entries.push(...(await benchmark.run()));
  } catch (error) {
    if (error instanceof NoKafka) notRun.push(`${benchmark.name}: ${error.message}`);
    else console.error(error);
    // What was not asked for by name may be missing on this machine.
    failed ||= names.length > 0 || !(error instanceof NoKafka);
  }
  console.log(`(${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
}
console.log(`\n${table(entries)}\n`);
for (const reason of notRun) console.log(`not run: ${reason}`);
await writeFile(new URL('latest.json', import.meta.url), `${JSON.stringify(entries, null, 2)}\n`);
// A missed target stands in the table; it is a finding, and no failure of the run.
process.exit(failed ? 1 : 0);
