import type { WebhookId, WebhookKind, WebhookState } from '@keyledger/domain';
import type { AcceptedChange } from './accepted-change.ts';
import type { Database, Statement } from './database.ts';
import { type OwnedRecord, type OwnedRow, OwnedRows, listOf, ownedColumns, ownedRecord } from './owned-rows.ts';
import type { Page, PageQuery } from './paging.ts';

export interface WebhookRecord extends OwnedRecord<WebhookId> {
  readonly url: string;
  readonly kinds: readonly WebhookKind[];
  readonly description: string;
  readonly removed: boolean;
}

interface Row extends OwnedRow<WebhookId> {
  readonly url: string;
  readonly kinds: string;
  readonly description: string;
  readonly removed: number;
}

const INSERT = `
INSERT INTO webhooks VALUES (:id, :organization_id, :url, :kinds, :description, :removed, :blocked, :version,
  :created_at, :created_by_subject, :created_by_kind)`;

export const LIST = listOf('webhooks');

export class WebhookTable {
  readonly #insert: Statement;
  readonly #update: Statement;
  readonly #rows: OwnedRows<Row, WebhookRecord>;

  constructor(database: Database) {
    this.#insert = database.prepare(INSERT);
    this.#update = database.prepare(
      'UPDATE webhooks SET removed = :removed, blocked = :blocked, version = :version WHERE id = :id',
    );
    this.#rows = new OwnedRows(database, 'webhooks', LIST, toRecord);
  }

  apply(change: AcceptedChange<WebhookState>): void {
    const { id, url, kinds, removed } = change.aggregate.state;
    const { event } = change.attempt;
    const { blocked, version, ...columns } = ownedColumns(change);
    const changing = { removed: Number(removed), blocked, version };
    if (event.type === 'webhook.created') {
      const { description } = event;
      this.#insert.run({ ...columns, ...changing, url, kinds: JSON.stringify(kinds), description });
    } else {
      this.#update.run({ id, ...changing });
    }
  }

  byId(id: string): WebhookRecord | undefined {
    return this.#rows.byId(id);
  }

  list(organizationId: string, page: PageQuery): Page<WebhookRecord> {
    return this.#rows.list(organizationId, page);
  }
}

const toRecord = (row: Row): WebhookRecord => ({
  ...ownedRecord(row),
  url: row.url,
  kinds: JSON.parse(row.kinds) as WebhookKind[],
  description: row.description,
  removed: row.removed === 1,
});
