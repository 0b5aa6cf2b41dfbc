import type { Aggregate, Attempt, LedgerEvent, LedgerPosition } from '@keyledger/domain';
import { MemoryFold } from './memory-fold.ts';
import { attemptOf, commandId } from './samples.ts';

/** What a story's writer may say besides the event. */
export type Telling = Partial<Omit<Attempt, 'aggregateId' | 'event'>>;

/** An accepted attempt, where it stands and what it made. */
export interface ToldChange {
  readonly position: LedgerPosition;
  readonly attempt: Attempt;
  readonly aggregate: Aggregate;
}

/** A ledger that is told event by event, each decided against the state as it is, hence accepted. */
export class Story {
  readonly fold = new MemoryFold();
  readonly changes: ToldChange[] = [];

  /** @throws where the fold does not accept it: the story makes no sense. */
  tell(aggregateId: string, event: LedgerEvent, telling: Telling = {}): ToldChange {
    const expectedVersion = this.fold.aggregate(aggregateId)?.version ?? 0;
    const id = commandId(1_000_000 + this.changes.length);
    const attempt = attemptOf({ aggregateId, event, commandId: id, expectedVersion, ...telling });
    const verdict = this.fold.fold(attempt);
    if (verdict.kind === 'void') throw new Error(`${event.type} is void: ${verdict.why}`);
    const change = { position: this.fold.position, attempt, aggregate: verdict.aggregate };
    this.changes.push(change);
    return change;
  }

  /** A record that changes nothing. */
  pass(): void {
    this.fold.fold(attemptOf({ aggregateId: 'nothing', event: { type: 'unknown' }, commandId: commandId(0) }));
  }
}
