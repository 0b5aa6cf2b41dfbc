import type { Directory } from '@keyledger/directory';
import { MAX_HOLD_MS, decideMaxHold } from '@keyledger/domain';
import type { Clock } from '@keyledger/ports';
import { demand, notFound } from '../access/permissions.ts';
import type { CommandLog, Decide, Outcome } from '../ledger/command-log.ts';
import { type Caller, attemptBy, identify } from './caller.ts';
import { Problems } from './validation.ts';

const LEDGER = 'ledger';

export interface LedgerCommandsOptions {
  readonly directory: Directory;
  readonly log: CommandLog;
  readonly clock: Clock;
}

/** What the ledger says of itself: the one part of it that operators change. */
export class LedgerCommands {
  readonly #options: LedgerCommandsOptions;

  constructor(options: LedgerCommandsOptions) {
    this.#options = options;
  }

  /**
   * Sets the longest lease that may be granted (rule 2). It takes no authority away: leases that were granted before
   * last as long as they were granted for, and every wait knows of them.
   */
  async changeMaxHold(caller: Caller, maxHoldMs: number): Promise<Outcome> {
    demand(caller.principal, 'ledger.manage');
    const { directory, log, clock } = this.#options;
    const identity = identify(caller, 'PATCH /v1/ledger', { maxHoldMs, reason: caller.reason });
    const decide: Decide = () => {
      check(caller.reason, maxHoldMs);
      const ledger = directory.aggregate(LEDGER);
      if (ledger === undefined) throw notFound('ledger');
      const decision = decideMaxHold(directory.ledger, maxHoldMs);
      if (decision.kind !== 'append') return null;
      return attemptBy(caller, identity, LEDGER, ledger.version, decision.event, clock.wall());
    };
    return log.execute(LEDGER, identity, decide);
  }
}

function check(reason: string, maxHoldMs: number): void {
  const { least, most } = MAX_HOLD_MS;
  const problems = new Problems();
  const fits = Number.isInteger(maxHoldMs) && maxHoldMs >= least && maxHoldMs <= most;
  problems.check(fits, 'max_hold_ms', `a whole number of milliseconds, ${String(least)} to ${String(most)}`);
  problems.reason(reason);
  problems.assertNone();
}
