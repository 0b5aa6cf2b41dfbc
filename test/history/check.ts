import { AnswerCheck } from './answers.ts';
import { checkCommands } from './commands.ts';
import { CheckedLog } from './log.ts';
import type { HistoryRecord, StateRecord, Violation } from './records.ts';

/**
 * All that a history must not show (revocation.md, "How it is tested"), whether it comes from the simulator or from real
 * processes. The history must hold every attempt of the ledger.
 * @param environment where all verifies were asked
 */
export function checkHistory(records: readonly HistoryRecord[], environment = 'live'): Violation[] {
  const of = <Kind extends HistoryRecord['kind']>(kind: Kind) =>
    records.filter((record): record is Extract<HistoryRecord, { kind: Kind }> => record.kind === kind);
  const log = new CheckedLog(of('attempt'));
  const commands = of('command');
  const answers = new AnswerCheck(log, commands, of('secret'), environment);
  return [
    ...log.violations,
    ...checkStates(of('state')),
    ...checkCommands(log, commands),
    ...of('verify')
      .map((verify) => answers.check(verify))
      .filter((violation) => violation !== null),
  ];
}

function checkStates(states: readonly StateRecord[]): Violation[] {
  const violations: Violation[] = [];
  const first = new Map<number, StateRecord>();
  for (const state of states) {
    const before = first.get(state.position);
    if (before === undefined) first.set(state.position, state);
    else if (before.hash !== state.hash) {
      const text = `${before.process} and ${state.process} at position ${String(state.position)}`;
      violations.push({ rule: 'state-differs', text, aggregates: [] });
    }
  }
  return violations;
}
