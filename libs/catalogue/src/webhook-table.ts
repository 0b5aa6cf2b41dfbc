import type { OrganizationId, WebhookId, WebhookKind, WebhookState } from '@keyledger/domain';
import type { AcceptedChange } from './accepted-change.ts';
import { type CreationColumns, type Creator, creationColumns, creatorOf } from './creator.ts';
import type { Database, Statement } from './database.ts';
import { type Page, type PageQuery, idBefore, pageOf } from './paging.ts';

export interface WebhookRecord {
  readonly id: WebhookId;
  readonly organizationId: OrganizationId;
  readonly url: string;
  readonly kinds: readonly WebhookKind[];
  readonly description: string;
  readonly removed: boolean;
  /** An event of a later version of the contract was met (domain, `Aggregate`). */
  readonly blocked: boolean;
  readonly version: number;
  readonly createdAt: number;
  readonly createdBy: Creator;
}

interface Row extends CreationColumns {
  readonly id: WebhookId;
  readonly organization_id: OrganizationId;
  readonly url: string;
  readonly kinds: string;
  readonly description: string;
  readonly removed: number;
  readonly blocked: number;
  readonly version: number;
}

const INSERT = `
INSERT INTO webhooks VALUES (:id, :organization_id, :url, :kinds, :description, :removed, :blocked, :version,
  :created_at, :created_by_subject, :created_by_kind)`;

export const LIST = `
SELECT * FROM webhooks WHERE organization_id = :organization_id AND id < :before ORDER BY id DESC LIMIT :limit`;

export class WebhookTable {
  readonly #insert: Statement;
  readonly #update: Statement;
  readonly #byId: Statement<Row>;
  readonly #list: Statement<Row>;

  constructor(database: Database) {
    this.#insert = database.prepare(INSERT);
    this.#update = database.prepare(
      'UPDATE webhooks SET removed = :removed, blocked = :blocked, version = :version WHERE id = :id',
    );
    this.#byId = database.prepare('SELECT * FROM webhooks WHERE id = :id');
    this.#list = database.prepare(LIST);
  }

  apply({ attempt, aggregate: { state, version, blocked } }: AcceptedChange<WebhookState>): void {
    const { id, organizationId, url, kinds } = state;
    const changing = { id, removed: Number(state.removed), blocked: Number(blocked), version };
    if (attempt.event.type !== 'webhook.created') {
      this.#update.run(changing);
      return;
    }
    const { description } = attempt.event;
    const columns = { organization_id: organizationId, url, kinds: JSON.stringify(kinds), description };
    this.#insert.run({ ...changing, ...columns, ...creationColumns(attempt) });
  }

  byId(id: string): WebhookRecord | undefined {
    const row = this.#byId.get({ id });
    return row && toRecord(row);
  }

  list(organizationId: string, { limit, cursor }: PageQuery): Page<WebhookRecord> {
    const rows = this.#list.all({ organization_id: organizationId, before: idBefore(cursor), limit: limit + 1 });
    return pageOf(rows, limit, (row) => row.id, toRecord);
  }
}

const toRecord = (row: Row): WebhookRecord => ({
  id: row.id,
  organizationId: row.organization_id,
  url: row.url,
  kinds: JSON.parse(row.kinds) as WebhookKind[],
  description: row.description,
  removed: row.removed === 1,
  blocked: row.blocked === 1,
  version: row.version,
  createdAt: row.created_at,
  createdBy: creatorOf(row),
});
