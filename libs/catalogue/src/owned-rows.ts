import type { AggregateState, OrganizationId } from '@keyledger/domain';
import type { AcceptedChange } from './accepted-change.ts';
import { type CreationColumns, type Creator, creationColumns, creatorOf } from './creator.ts';
import type { Database, Parameters, Statement } from './database.ts';
import { type Page, type PageQuery, idBefore, pageOf } from './paging.ts';

/** What is known of everything that belongs to an organization. */
export interface OwnedRecord<Id> {
  readonly id: Id;
  readonly organizationId: OrganizationId;
  /** An event of a later version of the contract was met (domain, `Aggregate`). */
  readonly blocked: boolean;
  readonly version: number;
  readonly createdAt: number;
  readonly createdBy: Creator;
}

export interface OwnedRow<Id = string> extends CreationColumns {
  readonly id: Id;
  readonly organization_id: OrganizationId;
  readonly blocked: number;
  readonly version: number;
}

export const ownedRecord = <Id>(row: OwnedRow<Id>): OwnedRecord<Id> => ({
  id: row.id,
  organizationId: row.organization_id,
  blocked: row.blocked === 1,
  version: row.version,
  createdAt: row.created_at,
  createdBy: creatorOf(row),
});

type OwnedState = Extract<AggregateState, { readonly organizationId: OrganizationId }>;

/** Of the row that the thing's creation makes. */
export const ownedColumns = ({ attempt, aggregate: { state, version, blocked } }: AcceptedChange<OwnedState>) => ({
  id: state.id,
  organization_id: state.organizationId,
  blocked: Number(blocked),
  version,
  ...creationColumns(attempt),
});

/** A page of what an organization has, newest first. @param condition of the rows, where not all are asked for */
export const listOf = (table: string, condition = 'TRUE'): string => `
SELECT * FROM ${table} WHERE organization_id = :organization_id AND id < :before AND ${condition}
ORDER BY id DESC LIMIT :limit`;

/** Reads a table of things that belong to organizations. */
export class OwnedRows<Row extends OwnedRow, Record> {
  readonly #byId: Statement<Row>;
  readonly #list: Statement<Row>;
  readonly #toRecord: (row: Row) => Record;

  /** @param list by {@link listOf} */
  constructor(database: Database, table: string, list: string, toRecord: (row: Row) => Record) {
    this.#byId = database.prepare(`SELECT * FROM ${table} WHERE id = :id`);
    this.#list = database.prepare(list);
    this.#toRecord = toRecord;
  }

  byId(id: string): Record | undefined {
    const row = this.#byId.get({ id });
    return row && this.#toRecord(row);
  }

  /** @param parameters of the list's condition */
  list(organizationId: string, { limit, cursor }: PageQuery, parameters: Parameters = {}): Page<Record> {
    const page = { organization_id: organizationId, before: idBefore(cursor), limit: limit + 1 };
    return pageOf(this.#list.all({ ...page, ...parameters }), limit, (row) => row.id, this.#toRecord);
  }
}
