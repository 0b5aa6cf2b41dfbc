import type { LedgerEvent, OrganizationId, OrganizationState, RateLimit } from '@keyledger/domain';
import type { AcceptedChange } from './accepted-change.ts';
import { type CreationColumns, type Creator, creationColumns, creatorOf } from './creator.ts';
import type { Database, Statement } from './database.ts';
import { limitsIn } from './key-record.ts';
import { type Page, type PageQuery, idBefore, pageOf } from './paging.ts';
import { containsSearch, searchable } from './search.ts';

export interface OrganizationRecord {
  readonly id: OrganizationId;
  readonly name: string;
  readonly slug: string;
  readonly routes: readonly string[];
  readonly environments: readonly string[];
  readonly tier: string;
  readonly limits: RateLimit | null;
  readonly demo: boolean;
  readonly state: 'active' | 'paused';
  /** An event of a later version of the contract was met (domain, `Aggregate`). */
  readonly blocked: boolean;
  readonly version: number;
  readonly createdAt: number;
  readonly createdBy: Creator;
}

export interface OrganizationQuery extends PageQuery {
  /** Part of the name, slug or id. */
  readonly q?: string | null;
}

interface Row extends CreationColumns {
  readonly id: OrganizationId;
  readonly name: string;
  readonly slug: string;
  readonly routes: string;
  readonly environments: string;
  readonly tier: string;
  readonly limits: string | null;
  readonly demo: number;
  readonly paused: number;
  readonly blocked: number;
  readonly version: number;
}

const UPSERT = `
INSERT INTO organizations VALUES (:id, coalesce(:name, ''), :slug, :routes, :environments, :tier, :limits, :demo, :paused,
  :blocked, :version, :created_at, :created_by_subject, :created_by_kind, coalesce(:search_name, ''))
ON CONFLICT (id) DO UPDATE SET name = coalesce(:name, name), routes = :routes, environments = :environments, tier = :tier,
  limits = :limits, demo = :demo, paused = :paused, blocked = :blocked, version = :version, search_name = coalesce(:search_name, search_name)`;

const LIST = `
SELECT * FROM organizations WHERE id < :before AND ${containsSearch('search_name', 'slug', 'id')}
ORDER BY id DESC LIMIT :limit`;

export class OrganizationTable {
  readonly #upsert: Statement;
  readonly #byId: Statement<Row>;
  readonly #bySlug: Statement<Row>;
  readonly #list: Statement<Row>;

  constructor(database: Database) {
    this.#upsert = database.prepare(UPSERT);
    this.#byId = database.prepare('SELECT * FROM organizations WHERE id = :id');
    this.#bySlug = database.prepare('SELECT * FROM organizations WHERE slug = :slug');
    this.#list = database.prepare(LIST);
  }

  apply({ attempt, aggregate: { state, version, blocked } }: AcceptedChange<OrganizationState>): void {
    const name = newName(attempt.event);
    this.#upsert.run({
      id: state.id,
      name,
      slug: state.slug,
      routes: JSON.stringify(state.routes),
      environments: JSON.stringify(state.environments),
      tier: state.tier,
      limits: state.limits === null ? null : JSON.stringify(state.limits),
      demo: Number(state.demo),
      paused: Number(state.paused),
      blocked: Number(blocked),
      version,
      ...creationColumns(attempt),
      search_name: name === null ? null : searchable(name),
    });
  }

  byId(id: string): OrganizationRecord | undefined {
    const row = this.#byId.get({ id });
    return row && toRecord(row);
  }

  bySlug(slug: string): OrganizationRecord | undefined {
    const row = this.#bySlug.get({ slug });
    return row && toRecord(row);
  }

  list({ limit, cursor, q }: OrganizationQuery): Page<OrganizationRecord> {
    const rows = this.#list.all({ before: idBefore(cursor), q: q ? searchable(q) : null, limit: limit + 1 });
    return pageOf(rows, limit, (row) => row.id, toRecord);
  }
}

function newName(event: LedgerEvent): string | null {
  if (event.type === 'organization.created') return event.name;
  return event.type === 'organization.updated' ? (event.changes.name ?? null) : null;
}

const toRecord = (row: Row): OrganizationRecord => ({
  id: row.id,
  name: row.name,
  slug: row.slug,
  routes: JSON.parse(row.routes) as string[],
  environments: JSON.parse(row.environments) as string[],
  tier: row.tier,
  limits: limitsIn(row.limits),
  demo: row.demo === 1,
  state: row.paused === 1 ? 'paused' : 'active',
  blocked: row.blocked === 1,
  version: row.version,
  createdAt: row.created_at,
  createdBy: creatorOf(row),
});
