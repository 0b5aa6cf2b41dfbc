import type { FaultRun } from './fault-run.ts';

/** What a run came to, for people. */
export function summaryOf({ faults, verifies, commands, violations, history }: FaultRun): string {
  const sum = [...faults.values()].reduce((one, other) => one + other, 0);
  const kinds = [...faults].sort(([one], [other]) => one.localeCompare(other));
  return [
    ...kinds.map(([kind, count]) => `${String(count).padStart(4)} ${kind}`),
    `${String(sum)} faults, ${String(verifies)} verifies, ${String(commands)} commands, ${String(violations.length)} violations`,
    `history: ${history}`,
  ].join('\n');
}
