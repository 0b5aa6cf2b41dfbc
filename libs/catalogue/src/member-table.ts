import type { MemberId, MemberState, Role } from '@keyledger/domain';
import type { AcceptedChange } from './accepted-change.ts';
import type { Database, Statement } from './database.ts';
import { type OwnedRecord, type OwnedRow, OwnedRows, listOf, ownedColumns, ownedRecord } from './owned-rows.ts';
import type { Page, PageQuery } from './paging.ts';

export interface MemberRecord extends OwnedRecord<MemberId> {
  readonly subject: string;
  readonly role: Role;
  readonly removed: boolean;
}

export interface MemberQuery extends PageQuery {
  readonly organizationId: string;
  /** Null: whoever is or was one. */
  readonly state: 'active' | 'removed' | null;
}

interface Row extends OwnedRow<MemberId> {
  readonly subject: string;
  readonly role: Role;
  readonly removed: number;
}

const UPSERT = `
INSERT INTO members VALUES (:id, :organization_id, :subject, :role, :removed, :blocked, :version, :created_at,
  :created_by_subject, :created_by_kind)
ON CONFLICT (id) DO UPDATE SET role = :role, removed = :removed, blocked = :blocked, version = :version`;

export const LIST = listOf('members', '(:removed IS NULL OR removed = :removed)');

export class MemberTable {
  readonly #upsert: Statement;
  readonly #rows: OwnedRows<Row, MemberRecord>;

  constructor(database: Database) {
    this.#upsert = database.prepare(UPSERT);
    this.#rows = new OwnedRows(database, 'members', LIST, toRecord);
  }

  apply(change: AcceptedChange<MemberState>): void {
    const { subject, role, removed } = change.aggregate.state;
    this.#upsert.run({ ...ownedColumns(change), subject, role, removed: Number(removed) });
  }

  byId(id: string): MemberRecord | undefined {
    return this.#rows.byId(id);
  }

  list({ organizationId, state, ...page }: MemberQuery): Page<MemberRecord> {
    return this.#rows.list(organizationId, page, { removed: state === null ? null : Number(state === 'removed') });
  }
}

const toRecord = (row: Row): MemberRecord => ({
  ...ownedRecord(row),
  subject: row.subject,
  role: row.role,
  removed: row.removed === 1,
});
