import type { LeaseTerms } from '@keyledger/domain';
import { SeededRandom } from '../kit/seeded.ts';
import type { MachineOptions } from './engine/machine.ts';
import type { NetworkOptions } from './engine/network.ts';
import { FAULT_KINDS, type FaultKind } from './fault-kinds.ts';
import type { AppendFates } from './simulated-ledger.ts';

export interface NodeOptions extends MachineOptions {
  /** What it asks for. */
  readonly terms: LeaseTerms;
  /** It reports to this one authority, which tells the others; null: it knows all. */
  readonly authority: number | null;
}

export interface PlannedFault {
  readonly kind: FaultKind;
  readonly at: number;
  readonly lastsMs: number;
}

/** All that a seed decides before anything happens. What happens then is decided as it comes, by the same seed. */
export interface Scenario {
  readonly seed: number;
  readonly authorities: readonly MachineOptions[];
  readonly nodes: readonly NodeOptions[];
  /** What authorities ask for, and grant; the ledger's longest hold is as long. */
  readonly terms: LeaseTerms;
  readonly network: NetworkOptions;
  readonly fates: AppendFates;
  /** Of calls to the ledger, and of commands. */
  readonly timeoutMs: number;
  /** Until then there is trouble; then everything gets well. */
  readonly endsAt: number;
  readonly faults: readonly PlannedFault[];
  /** When commands are sent, besides those that follow faults. */
  readonly commandsAt: readonly number[];
  readonly verifies: number;
  /** How many holders a no-op can name. */
  readonly maxNames: number;
  readonly cache: { readonly maxGrants: number; readonly maxUnknown: number; readonly maxWatermarks: number };
}

const DRIFT = 0.01;
const HOURS_MS = 3_600_000;

/** At least 2 authorities, 3 nodes, 30 commands, 200 verifies, 3 faults. */
export function scenarioOf(seed: number): Scenario {
  const random = new SeededRandom(seed);
  const stalenessMs = Math.round(random.chance(0.85) ? random.between(200, 800) : random.between(1_500, 4_000));
  const staleAllowanceMs = random.chance(0.25) ? Math.round(random.between(50, 500)) : 0;
  const hold = stalenessMs + staleAllowanceMs;
  const endsAt = hold * random.between(7, 11);
  const rough = random.chance(0.3) ? 0 : random.between(0, 0.04);
  return {
    seed,
    authorities: machines(random, 'authority', random.chance(0.3) ? 3 : 2),
    nodes: machines(random, 'node', random.chance(0.3) ? 4 : 3).map((machine) => ({
      ...machine,
      terms: { stalenessMs: Math.round(stalenessMs * random.pick([0.7, 1, 1, 1.3])), staleAllowanceMs },
      authority: random.chance(0.2) ? random.below(2) : null,
    })),
    terms: { stalenessMs, staleAllowanceMs },
    network: {
      minMs: 0.1,
      maxMs: random.between(0.3, 4),
      lost: rough,
      doubled: rough,
      late: rough,
      lateMs: hold * random.between(0.2, 2),
    },
    fates: {
      lost: rough,
      late: rough,
      ackLost: rough * 2,
      doubled: rough * 2,
      unsent: rough,
      lateMs: hold * random.between(0.5, 3),
    },
    timeoutMs: hold * random.between(0.3, 0.8),
    endsAt,
    faults: planFaults(random, hold, endsAt),
    commandsAt: Array.from({ length: 20 }, () => random.between(0, endsAt)),
    verifies: 100,
    maxNames: random.chance(0.8) ? 1_000 : 1 + random.below(2),
    cache: random.chance(0.7)
      ? { maxGrants: 1_000, maxUnknown: 100, maxWatermarks: 1_000 }
      : { maxGrants: 3, maxUnknown: 2, maxWatermarks: 3 },
  };
}

function machines(random: SeededRandom, kind: string, count: number): MachineOptions[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `${kind} ${String(index + 1)}`,
    rate: 1 + (random.chance(0.5) ? random.between(-DRIFT, DRIFT) : random.pick([-DRIFT, DRIFT])),
    wallOffset: Math.round(random.between(-HOURS_MS, HOURS_MS)),
  }));
}

/** Half of them come soon after another one: mistakes often need two at once. */
function planFaults(random: SeededRandom, hold: number, endsAt: number): PlannedFault[] {
  let at = 0;
  return Array.from({ length: 4 + random.below(6) }, () => {
    at = random.chance(0.5) ? at + random.between(0, hold * 0.5) : random.between(0, endsAt * 0.9);
    const lastsMs = hold * (random.chance(0.6) ? random.between(0.1, 1) : random.between(1, 2.5));
    return { kind: random.pick(FAULT_KINDS), at, lastsMs };
  });
}
