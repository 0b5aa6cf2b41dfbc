import type { Aggregate, AggregateState, Attempt, LedgerPosition } from '@keyledger/domain';

/** An attempt that the fold accepted. */
export interface AcceptedChange<State extends AggregateState = AggregateState> {
  readonly position: LedgerPosition;
  readonly attempt: Attempt;
  /** The state after it. */
  readonly aggregate: Aggregate<State>;
}
