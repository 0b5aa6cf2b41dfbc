import { randomInt } from 'node:crypto';

/** Set by `npm run test:quick` (test/quality/tests.ts), and by nobody else. */
const SHARE = Number(process.env['KEYLEDGER_TEST_SHARE'] ?? 1);

/** How many of its random runs a model test makes: all of them, but in `npm run test:quick` a share. */
export const runs = (all: number): number => Math.ceil(all * SHARE);

/** Every index below `length`; in a quick run evenly spread ones, others each time. */
export function* indexes(length: number): Iterable<number> {
  const step = Math.max(1, Math.round(length / runs(length)));
  for (let index = randomInt(step); index < length; index += step) yield index;
}
