import type { Aggregate } from '@keyledger/domain';
import type { CheckedLog } from './log.ts';
import type { CommandRecord, Violation } from './records.ts';

/** What was said of commands must be what the ledger holds: done once, or not at all. An unknown one may land later. */
export function checkCommands(log: CheckedLog, records: readonly CommandRecord[]): Violation[] {
  const positions = Map.groupBy(log.accepted, ({ attempt }) => attempt.commandId as string);
  const violations: Violation[] = [];
  for (const [command, accepted] of positions) {
    if (accepted.length < 2) continue;
    const at = accepted.map(({ position }) => position).join(', ');
    violations.push({
      rule: 'folded-twice',
      text: `${accepted[0]?.attempt.event.type ?? ''} took effect at ${at}, as one command ${command.slice(0, 8)}`,
      aggregates: accepted.map(({ attempt }) => attempt.aggregateId),
    });
  }
  for (const [command, tries] of Map.groupBy(records, (record) => record.command)) {
    violations.push(...checkTries(log, tries, positions.get(command)?.map(({ position }) => position) ?? []));
  }
  return violations;
}

function checkTries(log: CheckedLog, tries: readonly CommandRecord[], accepted: readonly number[]): Violation[] {
  const violations: Violation[] = [];
  const say = (rule: Violation['rule'], { verb, process, end, aggregate }: CommandRecord, text: string): void => {
    const who = `${verb} of ${aggregate} at ${process}, answered at ${end.toFixed(1)}`;
    violations.push({ rule, text: `${who}: ${text}`, aggregates: [aggregate] });
  };
  for (const each of tries) {
    if (each.outcome !== 'done') continue;
    if (accepted.length === 0 && !wasSoAlready(log, each)) say('done-but-lost', each, 'the ledger does not hold it');
    const { position = -1 } = each;
    // One that had nothing to change is not kept: its repeat may find that there is something by now.
    if (accepted.length === 1 && position < (accepted[0] ?? 0) && !wasSoAlready(log, each)) {
      say('done-but-lost', each, `answered position ${String(position)}, and stands at ${String(accepted[0])}`);
    }
  }
  const denied = tries.find(({ outcome }) => outcome === 'refused' || outcome === 'failed');
  const mayHaveLanded = tries.some(({ outcome }) => outcome === 'done' || outcome === 'unknown');
  if (denied !== undefined && !mayHaveLanded && accepted.length > 0) {
    say('denied-but-folded', denied, `${denied.outcome} ${denied.code}, and it took effect at ${String(accepted[0])}`);
  }
  return violations;
}

/** Whether nothing had to change: it was so at the position that the answer names. */
function wasSoAlready(log: CheckedLog, { verb, aggregate, position = -1 }: CommandRecord): boolean {
  const state = log.at(aggregate, position)?.state;
  if (state === undefined) return false;
  if (verb === 'pause') return isPaused(state);
  if (verb === 'resume') return !isPaused(state);
  if (verb === 'other' || verb === 'end-secret') return true;
  if (state.type !== 'key') return false;
  if (verb === 'revoke') return state.revoked;
  return verb === 'finish-rotation' && state.secrets.slice(1).every(({ retired }) => retired);
}

const isPaused = (state: Aggregate['state']): boolean =>
  (state.type === 'key' || state.type === 'organization') && state.paused;
