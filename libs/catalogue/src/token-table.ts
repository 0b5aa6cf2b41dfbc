import type { Role, TokenId, TokenState } from '@keyledger/domain';
import type { AcceptedChange } from './accepted-change.ts';
import type { Database, Statement } from './database.ts';
import { type OwnedRecord, type OwnedRow, OwnedRows, listOf, ownedColumns, ownedRecord } from './owned-rows.ts';
import type { Page, PageQuery } from './paging.ts';

export interface TokenRecord extends OwnedRecord<TokenId> {
  readonly name: string;
  readonly role: Role;
  readonly last4: string;
  readonly revoked: boolean;
  readonly expiresAt: number | null;
}

interface Row extends OwnedRow<TokenId> {
  readonly name: string;
  readonly role: Role;
  readonly last4: string;
  readonly revoked: number;
  readonly expires_at: number | null;
}

const INSERT = `
INSERT INTO tokens VALUES (:id, :organization_id, :name, :role, :last4, :revoked, :blocked, :version, :expires_at,
  :created_at, :created_by_subject, :created_by_kind)`;

export const LIST = listOf('tokens');

export class TokenTable {
  readonly #insert: Statement;
  readonly #update: Statement;
  readonly #rows: OwnedRows<Row, TokenRecord>;

  constructor(database: Database) {
    this.#insert = database.prepare(INSERT);
    this.#update = database.prepare(
      'UPDATE tokens SET revoked = :revoked, blocked = :blocked, version = :version WHERE id = :id',
    );
    this.#rows = new OwnedRows(database, 'tokens', LIST, toRecord);
  }

  apply(change: AcceptedChange<TokenState>): void {
    const { id, role, expiresAt, revoked } = change.aggregate.state;
    const { event } = change.attempt;
    const { blocked, version, ...columns } = ownedColumns(change);
    const changing = { revoked: Number(revoked), blocked, version };
    if (event.type === 'token.created') {
      const { name, last4 } = event;
      this.#insert.run({ ...columns, ...changing, name, role, last4, expires_at: expiresAt });
    } else {
      this.#update.run({ id, ...changing });
    }
  }

  byId(id: string): TokenRecord | undefined {
    return this.#rows.byId(id);
  }

  list(organizationId: string, page: PageQuery): Page<TokenRecord> {
    return this.#rows.list(organizationId, page);
  }
}

const toRecord = (row: Row): TokenRecord => ({
  ...ownedRecord(row),
  name: row.name,
  role: row.role,
  last4: row.last4,
  revoked: row.revoked === 1,
  expiresAt: row.expires_at,
});
