import type { LedgerPosition } from '@keyledger/domain';
import type { Clock } from '@keyledger/ports';
import type { Outcome } from '../ledger/command-log.ts';
import type { Freshness } from './freshness.ts';

/** How long an answer waits for `everywhere` where the caller does not say; and the longest that one may ask for. */
export const DEFAULT_WAIT_MS = 15_000;
export const MAX_WAIT_MS = 60_000;

export type WaitFor = 'everywhere' | 'ledger';

export interface EffectWish {
  readonly waitFor: WaitFor;
  readonly waitMs: number;
  /** Aborts when the caller has gone: what was done stays, and nobody waits for more. */
  readonly signal: AbortSignal;
}

/** How far a command has taken effect at the time of the answer. */
export interface Effect {
  readonly applied: WaitFor;
  /** By this replica's wall clock (ms since the epoch), for people; null: it took nothing away. */
  readonly effectiveBy: number | null;
  /** Milliseconds from the answer on; 0 for everywhere; null: it took nothing away (rule 15). */
  readonly effectiveWithinMs: number | null;
  /** More was asked for than came true in time. */
  readonly isLate: boolean;
}

const NOTHING_TAKEN: Effect = { applied: 'ledger', effectiveBy: null, effectiveWithinMs: null, isLate: false };

export interface EffectsOptions {
  readonly freshness: Freshness;
  readonly clock: Clock;
  /** Aborts when the process is asked to stop: whoever waits is answered at once, with what is true then. */
  readonly stopping: AbortSignal;
}

/** Says of commands that were done how far they have taken effect (interfaces.md, "Commands that take authority away"). */
export class Effects {
  readonly #options: EffectsOptions;

  constructor(options: EffectsOptions) {
    this.#options = options;
  }

  /** Waits, for what takes authority away, until nobody can be let in any more by what stood before (rule 13). */
  async of({ narrows, position }: Outcome, wish: EffectWish): Promise<Effect> {
    const { freshness, clock } = this.#options;
    if (!narrows) return NOTHING_TAKEN;
    const isWanted = wish.waitFor === 'everywhere';
    if (isWanted && (await this.#isEverywhere(freshness, position, wish))) {
      return { applied: 'everywhere', effectiveBy: clock.wall(), effectiveWithinMs: 0, isLate: false };
    }
    const left = Math.ceil(freshness.everywhere.remainingMs(position));
    return { applied: 'ledger', effectiveBy: clock.wall() + left, effectiveWithinMs: left, isLate: isWanted };
  }

  #isEverywhere({ everywhere }: Freshness, position: LedgerPosition, { waitMs, signal }: EffectWish): Promise<boolean> {
    return everywhere.until(position, waitMs, AbortSignal.any([signal, this.#options.stopping]));
  }
}
