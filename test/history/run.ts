// Checks histories that are already there.
//
//   node deploy/local/run.mjs test/history/run.ts FILE…    one JSON record a line; exit 0: none shows a violation
import { readFileSync } from 'node:fs';
import { checkHistory } from './check.ts';
import { parseHistory } from './records.ts';
import { describe } from './report.ts';

let violations = 0;
for (const file of process.argv.slice(2)) {
  const records = parseHistory(readFileSync(file, 'utf8'));
  const found = checkHistory(records);
  violations += found.length;
  console.log(`${file}: ${String(records.length)} records, ${String(found.length)} violations`);
  for (const violation of found) console.log(`\n${describe(violation, records)}`);
}
process.exitCode = violations > 0 ? 1 : 0;
