import { type Incarnation, type LeaseTerms, type LedgerPosition, positionAt } from '@keyledger/domain';
import { Holders } from '@keyledger/freshness';
import type { LedgerBarrier, LedgerEntry } from '@keyledger/ports';
import type { ReplicaFreshnessOptions } from '../../../services/key-authority/src/freshness/replica-freshness.ts';
import type { Scenario } from '../scenario.ts';
import { SimulatedLedger, type SimulatedLedgerOptions } from '../simulated-ledger.ts';
import { Assembly } from './assembly.ts';
import { replaced } from './replaced.ts';

/** No bug: one authority that owns its ledger, where a barrier writes nothing. */
export class Embedded extends Assembly {
  override scenario(scenario: Scenario): Scenario {
    return { ...scenario, authorities: scenario.authorities.slice(0, 1) };
  }

  override ledger(options: SimulatedLedgerOptions): SimulatedLedger {
    return options.machine.name.startsWith('node') ? new SimulatedLedger(options) : new OwnLedger(options);
  }
}

/** On the same machine: nothing lies in between, and nobody else writes. */
class OwnLedger extends SimulatedLedger {
  override append(entry: LedgerEntry): Promise<LedgerPosition> {
    const { broker } = this.options;
    return this.#soon(() => broker.append(entry));
  }

  override async barrier(): Promise<LedgerBarrier> {
    return { position: await this.end(), isNew: false };
  }

  override end(): Promise<LedgerPosition> {
    return this.#soon(() => positionAt(this.options.broker.end));
  }

  #soon<T>(read: () => T): Promise<T> {
    return new Promise((resolve) => this.options.machine.deliver(0.1, () => resolve(read())));
  }
}

/** The holder is answered before the authority has noted it. */
export class GrantedLate extends Embedded {
  #later: (run: () => void) => void = (run) => run();

  override freshness(options: ReplicaFreshnessOptions): ReplicaFreshnessOptions {
    this.#later = (run) => void options.timers.after(options.policy.stalenessMs / 2, run);
    return options;
  }

  override plant(): () => void {
    const later = (run: () => void): void => this.#later(run);
    return replaced(
      Holders.prototype,
      'granted',
      (granted) =>
        function (this: Holders, position: LedgerPosition, incarnation: Incarnation, terms: LeaseTerms) {
          later(() => granted.call(this, position, incarnation, terms));
        },
    );
  }
}
