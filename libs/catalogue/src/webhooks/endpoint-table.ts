import type { EndpointHealth } from '@keyledger/ports';
import type { Database, Statement } from '../database.ts';

/** How deliveries to one endpoint go, as far as this replica knows; times are milliseconds since the epoch. */
export interface EndpointStatus {
  readonly isDisabled: boolean;
  /** Null: never. */
  readonly lastDeliveredAt: number | null;
  /** Null: none since the last delivery. */
  readonly lastFailure: { readonly at: number; readonly why: string } | null;
  /** How many messages are on their way. */
  readonly waiting: number;
  /** How many were left out because too many waited. */
  readonly dropped: number;
}

interface Row {
  readonly disabled_at: number | null;
  readonly delivered_at: number | null;
  readonly failed_at: number | null;
  readonly failure: string | null;
  readonly dropped: number;
}

export const REFRESH = `
UPDATE endpoints SET next_at = (
  SELECT max(min(next_at), held_until) FROM messages INDEXED BY messages_waiting_by_time
  WHERE webhook_id = endpoints.id AND next_at IS NOT NULL
) WHERE id = :id`;

/** What is known of endpoints that were ever sent to, or have something to be sent. */
export class EndpointTable {
  readonly #insert: Statement;
  readonly #delivered: Statement;
  readonly #failed: Statement;
  readonly #dropped: Statement;
  readonly #hold: Statement;
  readonly #refresh: Statement;
  readonly #delete: Statement;
  readonly #get: Statement<Row>;
  readonly #ids: Statement<{ id: string }>;
  readonly #nextDue: Statement<{ at: number }>;
  readonly #disabled: Statement<{ id: string }>;
  readonly #disabledCount: Statement<{ count: number }>;

  constructor(database: Database) {
    this.#insert = database.prepare(
      'INSERT INTO endpoints (id, held_until, failures, dropped) VALUES (:id, 0, 0, 0) ON CONFLICT DO NOTHING',
    );
    this.#delivered = database.prepare(
      `UPDATE endpoints SET delivered_at = :now, failures = 0, held_until = 0, failed_at = NULL, failure = NULL
       WHERE id = :id`,
    );
    this.#failed = database.prepare(
      `UPDATE endpoints SET failed_at = :now, failure = :why, failures = failures + 1, held_until = :held_until,
         disabled_at = CASE WHEN :disables THEN :now ELSE disabled_at END WHERE id = :id`,
    );
    this.#dropped = database.prepare('UPDATE endpoints SET dropped = dropped + :count WHERE id = :id');
    this.#hold = database.prepare('UPDATE endpoints SET held_until = max(held_until, :until) WHERE id = :id');
    this.#refresh = database.prepare(REFRESH);
    this.#delete = database.prepare('DELETE FROM endpoints WHERE id = :id');
    this.#get = database.prepare('SELECT * FROM endpoints WHERE id = :id');
    this.#ids = database.prepare('SELECT id FROM endpoints');
    this.#nextDue = database.prepare(
      `SELECT min(next_at) AS at FROM endpoints INDEXED BY endpoints_by_time
       WHERE is_failing = :is_failing AND next_at IS NOT NULL AND id NOT IN (SELECT value FROM json_each(:except))`,
    );
    this.#disabled = database.prepare(
      'SELECT id FROM endpoints INDEXED BY endpoints_disabled WHERE disabled_at IS NOT NULL',
    );
    this.#disabledCount = database.prepare(
      'SELECT count(*) AS count FROM endpoints INDEXED BY endpoints_disabled WHERE disabled_at IS NOT NULL',
    );
  }

  ensure(id: string): void {
    this.#insert.run({ id });
  }

  delivered(id: string, now: number): void {
    this.#delivered.run({ id, now });
  }

  failed(id: string, now: number, why: string, heldUntil: number, disables: boolean): void {
    this.#failed.run({ id, now, why, held_until: heldUntil, disables: Number(disables) });
  }

  dropped(id: string, count: number): void {
    this.#dropped.run({ id, count });
  }

  hold(id: string, until: number): void {
    this.#hold.run({ id, until });
  }

  /** Works out when it is due, whenever its messages have changed. */
  refresh(id: string): void {
    this.#refresh.run({ id });
  }

  delete(id: string): void {
    this.#delete.run({ id });
  }

  isDisabled(id: string): boolean {
    return (this.#get.get({ id })?.disabled_at ?? null) !== null;
  }

  status(id: string, waiting: number): EndpointStatus {
    const {
      disabled_at = null,
      delivered_at = null,
      failed_at = null,
      failure,
      dropped = 0,
    } = this.#get.get({ id }) ?? {};
    return {
      isDisabled: disabled_at !== null,
      lastDeliveredAt: delivered_at,
      lastFailure: failed_at === null ? null : { at: failed_at, why: failure ?? '' },
      waiting,
      dropped,
    };
  }

  ids(): readonly string[] {
    return this.#ids.all({}).map(({ id }) => id);
  }

  nextDue(health: EndpointHealth, except: ReadonlySet<string>): number | null {
    return (
      this.#nextDue.get({ is_failing: Number(health === 'failing'), except: JSON.stringify([...except]) })?.at ?? null
    );
  }

  disabledIds(): readonly string[] {
    return this.#disabled.all({}).map(({ id }) => id);
  }

  disabledCount(): number {
    return this.#disabledCount.get()?.count ?? 0;
  }
}
