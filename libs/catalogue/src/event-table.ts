import type { Actor, AggregateState, LedgerEventType, LedgerPosition } from '@keyledger/domain';
import type { AcceptedChange } from './accepted-change.ts';
import type { Database, Statement } from './database.ts';
import { type EventChanges, shownChanges } from './event-changes.ts';
import { type Page, type PageQuery, pageOf, positionBefore } from './paging.ts';

/** One accepted event as people see it. */
export interface EventRecord {
  readonly position: LedgerPosition;
  readonly aggregateId: string;
  /** Whose it is; null: the ledger's own. */
  readonly organizationId: string | null;
  /** The version that it made. */
  readonly version: number;
  /** `unknown`: an event of a later version of the contract. */
  readonly type: LedgerEventType;
  /** Milliseconds since the epoch, by the writer's wall clock. */
  readonly occurredAt: number;
  readonly actor: Actor;
  readonly reason: string;
  readonly changes: EventChanges;
}

export interface EventQuery {
  /** Only events behind this position. */
  readonly after: LedgerPosition;
  readonly limit: number;
}

interface Row {
  readonly position: LedgerPosition;
  readonly aggregate_id: string;
  readonly organization_id: string | null;
  readonly version: number;
  readonly type: LedgerEventType;
  readonly occurred_at: number;
  readonly actor: string;
  readonly reason: string;
  readonly changes: string;
}

const INSERT = `
INSERT INTO events VALUES (:position, :aggregate_id, :organization_id, :version, :type, :occurred_at, :actor, :reason,
  :changes)`;

export const HISTORY = `
SELECT * FROM events WHERE aggregate_id = :aggregate_id AND position < :before ORDER BY position DESC LIMIT :limit`;

export class EventTable {
  readonly #insert: Statement;
  readonly #history: Statement<Row>;
  readonly #after: Statement<Row>;

  constructor(database: Database) {
    this.#insert = database.prepare(INSERT);
    this.#history = database.prepare(HISTORY);
    this.#after = database.prepare('SELECT * FROM events WHERE position > :after ORDER BY position LIMIT :limit');
  }

  append({ position, attempt, aggregate }: AcceptedChange): void {
    const { subject, kind, address } = attempt.actor;
    this.#insert.run({
      position,
      aggregate_id: aggregate.id,
      organization_id: organizationOf(aggregate.state),
      version: aggregate.version,
      type: attempt.event.type,
      occurred_at: attempt.occurredAt,
      actor: JSON.stringify({ subject, kind, address }),
      reason: attempt.reason,
      changes: JSON.stringify(shownChanges(attempt.event)),
    });
  }

  /** One aggregate's events, newest first. */
  history(aggregateId: string, { limit, cursor }: PageQuery): Page<EventRecord> {
    const rows = this.#history.all({ aggregate_id: aggregateId, before: positionBefore(cursor), limit: limit + 1 });
    return pageOf(rows, limit, (row) => row.position, toRecord);
  }

  /** Every aggregate's events, oldest first. */
  after({ after, limit }: EventQuery): EventRecord[] {
    return this.#after.all({ after, limit }).map(toRecord);
  }
}

function organizationOf(state: AggregateState): string | null {
  if (state.type === 'ledger') return null;
  return state.type === 'organization' ? state.id : state.organizationId;
}

const toRecord = (row: Row): EventRecord => ({
  position: row.position,
  aggregateId: row.aggregate_id,
  organizationId: row.organization_id,
  version: row.version,
  type: row.type,
  occurredAt: row.occurred_at,
  actor: JSON.parse(row.actor) as Actor,
  reason: row.reason,
  changes: JSON.parse(row.changes) as EventChanges,
});
