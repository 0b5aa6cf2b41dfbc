import { eventually } from '../../kit/eventually.ts';
import type { Member } from '../system/member.ts';
import type { System } from '../system/system.ts';
import { partitionOf } from '../system/topic.ts';
import type { Fault } from './fault.ts';

const IN_SYNC_WITHIN_MS = 60_000;

/**
 * Everything is restarted, one process after the other, as an upgrade does it.
 * @param note is told of each
 */
export function rollingRestart(system: System, note: (text: string) => void): Fault {
  return {
    kind: 'rolling restart',
    text: 'a rolling restart of everything',
    durationMs: 0,
    subjects: system.members.map(({ name }) => name),
    async begin() {
      for (const member of system.members) {
        note(`${member.name} is restarted`);
        await restart(system, member);
      }
    },
    end: () => Promise.resolve(),
  };
}

async function restart(system: System, member: Member): Promise<void> {
  await member.stop();
  await member.restart();
  // Whoever upgrades brokers waits for their copies before the next one.
  const all = system.kafka.nodes.length;
  if (member.kind === 'broker') {
    await eventually(async () => (await partitionOf(system)).inSync.length === all, IN_SYNC_WITHIN_MS);
  }
}
