import type { OrganizationId, Role, TokenId, TokenState } from '@keyledger/domain';
import type { AcceptedChange } from './accepted-change.ts';
import { type CreationColumns, type Creator, creationColumns, creatorOf } from './creator.ts';
import type { Database, Statement } from './database.ts';
import { type Page, type PageQuery, idBefore, pageOf } from './paging.ts';

export interface TokenRecord {
  readonly id: TokenId;
  readonly organizationId: OrganizationId;
  readonly name: string;
  readonly role: Role;
  readonly last4: string;
  readonly revoked: boolean;
  /** An event of a later version of the contract was met (domain, `Aggregate`). */
  readonly blocked: boolean;
  readonly version: number;
  readonly expiresAt: number | null;
  readonly createdAt: number;
  readonly createdBy: Creator;
}

interface Row extends CreationColumns {
  readonly id: TokenId;
  readonly organization_id: OrganizationId;
  readonly name: string;
  readonly role: Role;
  readonly last4: string;
  readonly revoked: number;
  readonly blocked: number;
  readonly version: number;
  readonly expires_at: number | null;
}

const INSERT = `
INSERT INTO tokens VALUES (:id, :organization_id, :name, :role, :last4, :revoked, :blocked, :version, :expires_at,
  :created_at, :created_by_subject, :created_by_kind)`;

export const LIST = `
SELECT * FROM tokens WHERE organization_id = :organization_id AND id < :before ORDER BY id DESC LIMIT :limit`;

export class TokenTable {
  readonly #insert: Statement;
  readonly #update: Statement;
  readonly #byId: Statement<Row>;
  readonly #list: Statement<Row>;

  constructor(database: Database) {
    this.#insert = database.prepare(INSERT);
    this.#update = database.prepare(
      'UPDATE tokens SET revoked = :revoked, blocked = :blocked, version = :version WHERE id = :id',
    );
    this.#byId = database.prepare('SELECT * FROM tokens WHERE id = :id');
    this.#list = database.prepare(LIST);
  }

  apply({ attempt, aggregate: { state, version, blocked } }: AcceptedChange<TokenState>): void {
    const { id, organizationId, role, expiresAt } = state;
    const changing = { id, revoked: Number(state.revoked), blocked: Number(blocked), version };
    if (attempt.event.type !== 'token.created') {
      this.#update.run(changing);
      return;
    }
    const { name, last4 } = attempt.event;
    const columns = { organization_id: organizationId, name, role, last4, expires_at: expiresAt };
    this.#insert.run({ ...changing, ...columns, ...creationColumns(attempt) });
  }

  byId(id: string): TokenRecord | undefined {
    const row = this.#byId.get({ id });
    return row && toRecord(row);
  }

  list(organizationId: string, { limit, cursor }: PageQuery): Page<TokenRecord> {
    const rows = this.#list.all({ organization_id: organizationId, before: idBefore(cursor), limit: limit + 1 });
    return pageOf(rows, limit, (row) => row.id, toRecord);
  }
}

const toRecord = (row: Row): TokenRecord => ({
  id: row.id,
  organizationId: row.organization_id,
  name: row.name,
  role: row.role,
  last4: row.last4,
  revoked: row.revoked === 1,
  blocked: row.blocked === 1,
  version: row.version,
  expiresAt: row.expires_at,
  createdAt: row.created_at,
  createdBy: creatorOf(row),
});
