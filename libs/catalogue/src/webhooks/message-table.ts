import type { EndpointHealth, WebhookDelivery } from '@keyledger/ports';
import type { Database, Statement } from '../database.ts';

/** What is to be said to one endpoint. */
export interface OutgoingMessage {
  readonly id: string;
  readonly payload: string;
  /** Where too many wait: nothing says it again, so that rather this one is left out than one that would be. */
  readonly mayBeLeftOut: boolean;
}

interface Row {
  readonly id: string;
  readonly webhook_id: string;
  readonly payload: string;
  readonly attempts: number;
  readonly failures: number;
}

/** A busy endpoint's messages are not looked at: it has one row that says when it is due. */
export const DUE = `
SELECT messages.id, webhook_id, payload, attempts, failures
FROM endpoints INDEXED BY endpoints_by_time CROSS JOIN messages ON number = (
  SELECT number FROM messages INDEXED BY messages_waiting
  WHERE webhook_id = endpoints.id AND next_at IS NOT NULL AND next_at <= :now ORDER BY number LIMIT 1
)
WHERE endpoints.is_failing = :is_failing AND endpoints.next_at <= :now AND endpoints.id NOT IN (SELECT value FROM json_each(:except))
ORDER BY endpoints.next_at LIMIT :limit`;

const INSERT = `
INSERT INTO messages (id, webhook_id, payload, may_be_left_out, attempts, next_at, added_at, seen_at)
VALUES (:id, :webhook_id, :payload, :may_be_left_out, 0, :now, :now, :now) ON CONFLICT DO NOTHING`;

/** What a message that is over keeps. */
const OVER = "SET payload = '', next_at = NULL, seen_at = :now";
export const LEFT_OUT = `
SELECT number FROM messages INDEXED BY messages_left_out
WHERE webhook_id = :webhook_id AND next_at IS NOT NULL AND may_be_left_out ORDER BY number LIMIT :limit`;
export const FORGETTABLE = `
SELECT number FROM messages INDEXED BY messages_over WHERE next_at IS NULL AND seen_at < :before LIMIT :limit`;

export class MessageTable {
  readonly #due: Statement<Row>;
  readonly #insert: Statement;
  readonly #over: Statement;
  readonly #retry: Statement;
  readonly #waiting: Statement<{ count: number }>;
  readonly #endAll: Statement;
  readonly #leaveOut: Statement<object>;
  readonly #known: Statement<{ id: string; seen_at: number }>;
  readonly #see: Statement;
  readonly #delete: Statement;
  readonly #forgettable: Statement<object>;
  readonly #forget: Statement;
  readonly #totals: Statement<{ count: number; oldest: number | null }>;

  constructor(database: Database) {
    this.#due = database.prepare(DUE);
    this.#insert = database.prepare(INSERT);
    this.#over = database.prepare(`UPDATE messages ${OVER} WHERE id = :id`);
    this.#retry = database.prepare('UPDATE messages SET attempts = attempts + 1, next_at = :next_at WHERE id = :id');
    this.#waiting = database.prepare(
      `SELECT count(*) AS count FROM messages INDEXED BY messages_waiting
       WHERE webhook_id = :webhook_id AND next_at IS NOT NULL`,
    );
    this.#endAll = database.prepare(`UPDATE messages ${OVER} WHERE webhook_id = :webhook_id AND next_at IS NOT NULL`);
    this.#leaveOut = database.prepare(`UPDATE messages ${OVER} WHERE number IN (${LEFT_OUT}) RETURNING number`);
    this.#known = database.prepare('SELECT id, seen_at FROM messages WHERE id IN (SELECT value FROM json_each(:ids))');
    this.#see = database.prepare('UPDATE messages SET seen_at = :now WHERE id IN (SELECT value FROM json_each(:ids))');
    this.#delete = database.prepare('DELETE FROM messages WHERE webhook_id = :webhook_id');
    this.#forgettable = database.prepare(FORGETTABLE);
    this.#forget = database.prepare(`DELETE FROM messages WHERE number IN (${FORGETTABLE})`);
    this.#totals = database.prepare(
      `SELECT count(*) AS count, min(added_at) AS oldest FROM messages INDEXED BY messages_waiting_by_age
       WHERE next_at IS NOT NULL`,
    );
  }

  due(health: EndpointHealth, now: number, except: ReadonlySet<string>, limit: number): readonly WebhookDelivery[] {
    const is_failing = Number(health === 'failing');
    const rows = this.#due.all({ is_failing, now, except: JSON.stringify([...except]), limit });
    return rows.map(({ id, webhook_id, payload, attempts, failures }) => ({
      ...{ messageId: id, webhookId: webhook_id, payload, attempts, endpointFailures: failures },
    }));
  }

  add(webhookId: string, { id, payload, mayBeLeftOut }: OutgoingMessage, now: number): void {
    this.#insert.run({ id, webhook_id: webhookId, payload, may_be_left_out: Number(mayBeLeftOut), now });
  }

  end(id: string, now: number): void {
    this.#over.run({ id, now });
  }

  retry(id: string, nextAt: number): void {
    this.#retry.run({ id, next_at: nextAt });
  }

  waiting(webhookId: string): number {
    return this.#waiting.get({ webhook_id: webhookId })?.count ?? 0;
  }

  /** All that wait. */
  endAll(webhookId: string, now: number): void {
    this.#endAll.run({ webhook_id: webhookId, now });
  }

  /** The oldest of those that may be. @returns how many it were */
  leaveOut(webhookId: string, limit: number, now: number): number {
    return this.#leaveOut.all({ webhook_id: webhookId, limit, now }).length;
  }

  /** When each of these was last seen, of those that there are. */
  known(ids: readonly string[]): ReadonlyMap<string, number> {
    return new Map(this.#known.all({ ids: JSON.stringify(ids) }).map(({ id, seen_at }) => [id, seen_at]));
  }

  see(ids: readonly string[], now: number): void {
    this.#see.run({ ids: JSON.stringify(ids), now });
  }

  delete(webhookId: string): void {
    this.#delete.run({ webhook_id: webhookId });
  }

  /** Forgets some of those that are over and were not seen since; false: there was none. */
  forget(before: number, limit: number): boolean {
    if (this.#forgettable.get({ before, limit: 1 }) === undefined) return false;
    this.#forget.run({ before, limit });
    return true;
  }

  totals(): { readonly waiting: number; readonly oldestAt: number | null } {
    const { count = 0, oldest = null } = this.#totals.get() ?? {};
    return { waiting: count, oldestAt: oldest };
  }
}
