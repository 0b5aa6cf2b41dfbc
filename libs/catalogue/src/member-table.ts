import type { MemberId, MemberState, OrganizationId, Role } from '@keyledger/domain';
import type { AcceptedChange } from './accepted-change.ts';
import { type CreationColumns, type Creator, creationColumns, creatorOf } from './creator.ts';
import type { Database, Statement } from './database.ts';
import { type Page, type PageQuery, idBefore, pageOf } from './paging.ts';

export interface MemberRecord {
  readonly id: MemberId;
  readonly organizationId: OrganizationId;
  readonly subject: string;
  readonly role: Role;
  readonly removed: boolean;
  /** An event of a later version of the contract was met (domain, `Aggregate`). */
  readonly blocked: boolean;
  readonly version: number;
  readonly createdAt: number;
  readonly createdBy: Creator;
}

export interface MemberQuery extends PageQuery {
  readonly organizationId: string;
  /** Null: whoever is or was one. */
  readonly state: 'active' | 'removed' | null;
}

interface Row extends CreationColumns {
  readonly id: MemberId;
  readonly organization_id: OrganizationId;
  readonly subject: string;
  readonly role: Role;
  readonly removed: number;
  readonly blocked: number;
  readonly version: number;
}

const UPSERT = `
INSERT INTO members VALUES (:id, :organization_id, :subject, :role, :removed, :blocked, :version, :created_at,
  :created_by_subject, :created_by_kind)
ON CONFLICT (id) DO UPDATE SET role = :role, removed = :removed, blocked = :blocked, version = :version`;

export const LIST = `
SELECT * FROM members WHERE organization_id = :organization_id AND id < :before
  AND (:removed IS NULL OR removed = :removed)
ORDER BY id DESC LIMIT :limit`;

export class MemberTable {
  readonly #upsert: Statement;
  readonly #byId: Statement<Row>;
  readonly #list: Statement<Row>;

  constructor(database: Database) {
    this.#upsert = database.prepare(UPSERT);
    this.#byId = database.prepare('SELECT * FROM members WHERE id = :id');
    this.#list = database.prepare(LIST);
  }

  apply({ attempt, aggregate: { state, version, blocked } }: AcceptedChange<MemberState>): void {
    const { id, organizationId, subject, role, removed } = state;
    this.#upsert.run({
      id,
      organization_id: organizationId,
      subject,
      role,
      removed: Number(removed),
      blocked: Number(blocked),
      version,
      ...creationColumns(attempt),
    });
  }

  byId(id: string): MemberRecord | undefined {
    const row = this.#byId.get({ id });
    return row && toRecord(row);
  }

  list({ organizationId, state, limit, cursor }: MemberQuery): Page<MemberRecord> {
    const rows = this.#list.all({
      organization_id: organizationId,
      before: idBefore(cursor),
      removed: state === null ? null : Number(state === 'removed'),
      limit: limit + 1,
    });
    return pageOf(rows, limit, (row) => row.id, toRecord);
  }
}

const toRecord = (row: Row): MemberRecord => ({
  id: row.id,
  organizationId: row.organization_id,
  subject: row.subject,
  role: row.role,
  removed: row.removed === 1,
  blocked: row.blocked === 1,
  version: row.version,
  createdAt: row.created_at,
  createdBy: creatorOf(row),
});
