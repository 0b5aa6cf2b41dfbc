import type { ReasonCode } from '@keyledger/domain';
import type { RunningSystem } from '../kit/running-system.ts';

/** How a key is made, and what it may be let in for. */
export interface CallerKind {
  /** Beside what every key of the suite has. */
  readonly key?: object;
  /** Made for it alone; else Acme. */
  readonly organization?: object;
  readonly verb?: 'pause' | 'revoke';
  /** Names of routes; none where it is of no use. */
  readonly routes?: readonly string[];
  /** The only origin that it may come from; else it does not matter. */
  readonly origin?: string;
  /** What it is told wherever it is read, by a check before that of the route. */
  readonly refusedWith?: ReasonCode;
  /** How many requests may be let in at once. */
  readonly burst?: number;
}

export interface Caller extends CallerKind {
  readonly id: string;
  readonly secret: string;
}

/** Makes a key of each kind. */
export async function makeCallers(
  system: RunningSystem,
  whole: object,
  kinds: readonly CallerKind[],
): Promise<Caller[]> {
  const callers: Caller[] = [];
  for (const kind of kinds) {
    const slug = `mutated-${String(callers.length)}`;
    const owner = kind.organization && (await system.admin.organization(slug, kind.organization));
    const made = await system.admin.key(owner ?? system.organization('acme'), { ...whole, ...kind.key });
    if (kind.verb !== undefined) await system.admin.command(made.id, kind.verb);
    callers.push({ ...kind, ...made });
  }
  return callers;
}
