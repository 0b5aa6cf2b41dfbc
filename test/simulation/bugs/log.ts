import { Directory } from '@keyledger/directory';
import { type Aggregate, type Attempt, type FoldVerdict, type LedgerPosition, positionAt } from '@keyledger/domain';
import { Fault, type LedgerBarrier, type LedgerEntry } from '@keyledger/ports';
import { SimulatedLedger, type SimulatedLedgerOptions } from '../simulated-ledger.ts';
import { Assembly } from './assembly.ts';

/** A barrier names the end that a read was told: a leader that was deposed names an old one. */
export class ReadBarrier extends Assembly {
  override ledger(options: SimulatedLedgerOptions): SimulatedLedger {
    return new ReadsItsBarriers(options);
  }
}

class ReadsItsBarriers extends SimulatedLedger {
  override async barrier(entry: LedgerEntry): Promise<LedgerBarrier> {
    // Whoever has to wait knows of the holder all the same.
    const broker = this.options.broker;
    broker.append(entry);
    return {
      position: positionAt((await this.end()) - (broker.isDeposedFor(this.options.machine.name) ? 0 : 1)),
      isNew: false,
    };
  }
}

/** A follower whose connection broke goes on at the end. */
export class SkipOnRejoin extends Assembly {
  override ledger(options: SimulatedLedgerOptions): SimulatedLedger {
    return options.machine.name.startsWith('node') ? new Skips(options) : new SimulatedLedger(options);
  }
}

class Skips extends SimulatedLedger {
  protected override rejoined(): number {
    return this.options.broker.end + 1;
  }
}

/** A write that nobody has acknowledged is told as one that was not made. */
export class LostAckIsFailure extends Assembly {
  override ledger(options: SimulatedLedgerOptions): SimulatedLedger {
    return new TakesSilenceForFailure(options);
  }
}

class TakesSilenceForFailure extends SimulatedLedger {
  protected override unanswered(): Fault {
    return new Fault('ledger_unavailable', 'The ledger has not answered in time.');
  }
}

/** The fold does not look at the version that a change was decided against. */
export class NoVersion extends Assembly {
  override directory(): Directory {
    return new AnyVersion();
  }
}

class AnyVersion extends Directory {
  override fold(position: LedgerPosition, attempt: Attempt): FoldVerdict {
    const version = this.aggregate(attempt.aggregateId)?.version;
    const expectedVersion = attempt.expectedVersion === null ? null : (version ?? attempt.expectedVersion);
    return super.fold(position, { ...attempt, expectedVersion });
  }
}

/** The fold does not look at who asks. */
export class AnyActor extends Assembly {
  override directory(): Directory {
    return new HearsAll();
  }
}

class HearsAll extends Directory {
  override fold(position: LedgerPosition, attempt: Attempt): FoldVerdict {
    return super.fold(position, { ...attempt, actor: { ...attempt.actor, kind: 'system' } });
  }
}

/** The fold remembers the last command alone. */
export class ShortMemory extends Assembly {
  override directory(): Directory {
    return new Forgetful();
  }
}

class Forgetful extends Directory {
  override aggregate(id: string): Aggregate | undefined {
    const aggregate = super.aggregate(id);
    return aggregate && { ...aggregate, recent: aggregate.recent.slice(-1) };
  }
}
