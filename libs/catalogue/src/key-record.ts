import type {
  KeyHolder,
  KeyId,
  KeyKind,
  KeyLifecycleState,
  OrganizationId,
  RateLimit,
  Restrictions,
} from '@keyledger/domain';
import { type CreationColumns, type Creator, creatorOf } from './creator.ts';

/** A key as people see it (interfaces.md, "Key JSON"); times are milliseconds since the epoch. */
export interface KeyRecord {
  readonly id: KeyId;
  readonly organizationId: OrganizationId;
  readonly name: string;
  readonly kind: KeyKind;
  readonly environment: string;
  readonly holder: KeyHolder;
  readonly scopes: readonly string[];
  readonly restrictions: Restrictions;
  /** The key's own; null: its organization's applies. */
  readonly tier: string | null;
  /** The key's own; null: its organization's apply. */
  readonly limits: RateLimit | null;
  readonly organizationTier: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** At the `now` of the query. */
  readonly state: KeyLifecycleState;
  readonly paused: boolean;
  readonly revoked: boolean;
  /** An event of a later version of the contract was met (domain, `Aggregate`). */
  readonly blocked: boolean;
  readonly version: number;
  readonly prefix: string;
  readonly last4: string;
  readonly expiresAt: number | null;
  /** When the overlap that runs at the `now` of the query ends. */
  readonly rotationEndsAt: number | null;
  readonly createdAt: number;
  readonly createdBy: Creator;
  /** Always null here: usage is not in the ledger; the store of usage knows it. */
  readonly lastUsedAt: number | null;
  /** The whole text of a public key. */
  readonly publicKey: string | null;
}

export interface KeyRow extends CreationColumns {
  readonly id: KeyId;
  readonly organization_id: OrganizationId;
  readonly organization_tier: string;
  readonly name: string;
  readonly kind: KeyKind;
  readonly environment: string;
  readonly holder: KeyHolder;
  readonly scopes: string;
  readonly restrictions: string;
  readonly tier: string | null;
  readonly limits: string | null;
  readonly metadata: string;
  readonly state: KeyLifecycleState;
  readonly paused: number;
  readonly revoked: number;
  readonly blocked: number;
  readonly version: number;
  readonly prefix: string;
  readonly last4: string;
  readonly public_key: string | null;
  readonly expires_at: number | null;
  readonly running_rotation_ends_at: number | null;
}

export const limitsIn = (text: string | null): RateLimit | null =>
  text === null ? null : (JSON.parse(text) as RateLimit);

export const toKeyRecord = (row: KeyRow): KeyRecord => ({
  id: row.id,
  organizationId: row.organization_id,
  name: row.name,
  kind: row.kind,
  environment: row.environment,
  holder: row.holder,
  scopes: JSON.parse(row.scopes) as string[],
  restrictions: JSON.parse(row.restrictions) as Restrictions,
  tier: row.tier,
  limits: limitsIn(row.limits),
  organizationTier: row.organization_tier,
  metadata: JSON.parse(row.metadata) as Record<string, string>,
  state: row.state,
  paused: row.paused === 1,
  revoked: row.revoked === 1,
  blocked: row.blocked === 1,
  version: row.version,
  prefix: row.prefix,
  last4: row.last4,
  expiresAt: row.expires_at,
  rotationEndsAt: row.running_rotation_ends_at,
  createdAt: row.created_at,
  createdBy: creatorOf(row),
  lastUsedAt: null,
  publicKey: row.public_key,
});
