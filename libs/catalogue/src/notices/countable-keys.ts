import type { KeyDates, KeyId, KeyKind, OrganizationId, RateLimit } from '@keyledger/domain';
import type { Database, Statement } from '../database.ts';
import { limitsIn } from '../key-record.ts';

/** What of a key its use is held against. */
export interface CountableKey {
  readonly id: KeyId;
  readonly organizationId: OrganizationId;
  /** Its own, or its organization's. */
  readonly tier: string;
  /** Its own, or its organization's; null: neither has any. */
  readonly limits: RateLimit | null;
  readonly dates: KeyDates;
}

interface Row {
  readonly id: KeyId;
  readonly organization_id: OrganizationId;
  readonly tier: string;
  readonly limits: string | null;
  readonly kind: KeyKind;
  readonly created_at: number;
  readonly secret_created_at: number;
  readonly expires_at: number | null;
}

export const COUNTABLE_KEYS = `
SELECT id, organization_id, kind, created_at, secret_created_at, expires_at,
  coalesce(tier, (SELECT tier FROM organizations WHERE organizations.id = organization_id), '') AS tier,
  coalesce(limits, (SELECT limits FROM organizations WHERE organizations.id = organization_id)) AS limits
FROM keys WHERE id > :after AND NOT revoked ORDER BY id LIMIT :limit`;

export class CountableKeys {
  readonly #after: Statement<Row>;

  constructor(database: Database) {
    this.#after = database.prepare(COUNTABLE_KEYS);
  }

  after(id: string, limit: number): readonly CountableKey[] {
    return this.#after.all({ after: id, limit }).map(toCountableKey);
  }
}

const toCountableKey = (row: Row): CountableKey => ({
  id: row.id,
  organizationId: row.organization_id,
  tier: row.tier,
  limits: limitsIn(row.limits),
  dates: {
    kind: row.kind,
    createdAt: row.created_at,
    secretCreatedAt: row.secret_created_at,
    expiresAt: row.expires_at,
    revoked: false,
  },
});
