import type { SeededRandom } from '../../kit/seeded.ts';
import type { Member } from '../system/member.ts';
import { type Fault, seconds } from './fault.ts';

const LONGEST_DOWN_MS = 4_000;
const SHORTEST_FREEZE_MS = 300;
const LONGEST_FREEZE_MS = 12_000;

/** SIGKILL, and started again after a while. */
export function killed(member: Member, random: SeededRandom): Fault {
  const durationMs = random.between(0, LONGEST_DOWN_MS);
  return {
    kind: `kill ${member.kind}`,
    text: `${member.name} is killed, and away for ${seconds(durationMs)}`,
    durationMs,
    subjects: [member.name],
    begin: () => member.kill(),
    end: () => member.restart(),
  };
}

/** Stopped in order, and started again at once. */
export function restarted(member: Member): Fault {
  return {
    kind: `restart ${member.kind}`,
    text: `${member.name} is restarted`,
    durationMs: 0,
    subjects: [member.name],
    begin: () => member.stop(),
    end: () => member.restart(),
  };
}

/** SIGSTOP, and SIGCONT after a while; more often short than long. */
export function frozen(member: Member, random: SeededRandom): Fault {
  const durationMs = SHORTEST_FREEZE_MS + random.next() ** 2 * (LONGEST_FREEZE_MS - SHORTEST_FREEZE_MS);
  return {
    kind: `freeze ${member.kind}`,
    text: `${member.name} stands still for ${seconds(durationMs)}`,
    durationMs,
    subjects: [member.name],
    begin: () => Promise.resolve(member.freeze()),
    end: () => Promise.resolve(member.thaw()),
  };
}
