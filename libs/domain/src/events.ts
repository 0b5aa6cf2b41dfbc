import type { KeyHolder, KeyKind, Restrictions, SecretDigest } from './key/key.ts';
import type { OrganizationId } from './ids.ts';
import type { RateLimit } from './profile/tier.ts';
import type { Role } from './principal/role.ts';
import type { WebhookKind } from './webhook/webhook.ts';

export interface LedgerOpened {
  readonly type: 'ledger.opened';
  readonly ledgerId: string;
  /** The longest lease that may be granted, in milliseconds. */
  readonly maxHoldMs: number;
}

/** The ledger had lost its end, or was made anew, and an operator accepted what is there. */
export interface LedgerEpochOpened {
  readonly type: 'ledger.epoch_opened';
  readonly ledgerId: string;
  /** The ids by which the replica that found out knew the ledger; one that was made anew never had them itself. */
  readonly replaces: readonly string[];
  /** The longest lease that could be granted in what was lost, in milliseconds: its holders may still rely on it. */
  readonly longestHoldMs: number;
}

export type LedgerOwnEvent =
  LedgerOpened | { readonly type: 'ledger.max_hold_changed'; readonly maxHoldMs: number } | LedgerEpochOpened;

export interface OrganizationCreated {
  readonly type: 'organization.created';
  readonly name: string;
  readonly slug: string;
  readonly routes: readonly string[];
  readonly environments: readonly string[];
  readonly tier: string;
  /** Its own, where its tier has none for all; null: none. */
  readonly limits: RateLimit | null;
  readonly demo: boolean;
}

export interface OrganizationChanges {
  readonly name?: string;
  readonly routes?: readonly string[];
  readonly environments?: readonly string[];
  readonly tier?: string;
  readonly limits?: RateLimit | null;
  readonly demo?: boolean;
}

export interface OrganizationUpdated {
  readonly type: 'organization.updated';
  readonly changes: OrganizationChanges;
}

export type OrganizationEvent =
  | OrganizationCreated
  | OrganizationUpdated
  | { readonly type: 'organization.paused' }
  | { readonly type: 'organization.resumed' };

export interface KeyCreated {
  readonly type: 'key.created';
  readonly organizationId: OrganizationId;
  readonly name: string;
  readonly kind: KeyKind;
  readonly environment: string;
  readonly holder: KeyHolder;
  readonly scopes: readonly string[];
  readonly restrictions: Restrictions;
  readonly tier: string | null;
  /** Its own; null: its organization's. */
  readonly limits: RateLimit | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly expiresAt: number | null;
  readonly secret: SecretDigest;
}

export interface KeyChanges {
  readonly name?: string;
  readonly scopes?: readonly string[];
  readonly restrictions?: Restrictions;
  readonly tier?: string | null;
  readonly limits?: RateLimit | null;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly expiresAt?: number | null;
}

export interface KeyUpdated {
  readonly type: 'key.updated';
  readonly changes: KeyChanges;
}

export interface KeyRotated {
  readonly type: 'key.rotated';
  readonly secret: SecretDigest;
  /** When the secrets before this one end; null: at once, whatever any clock says. */
  readonly overlapEndsAt: number | null;
}

export type KeyEvent =
  | KeyCreated
  | KeyUpdated
  | KeyRotated
  | { readonly type: 'key.rotation_finished' }
  | { readonly type: 'key.paused' }
  | { readonly type: 'key.resumed' }
  | { readonly type: 'key.revoked' };

export interface TokenCreated {
  readonly type: 'token.created';
  readonly organizationId: OrganizationId;
  readonly name: string;
  readonly role: Role;
  readonly expiresAt: number | null;
  readonly digest: string;
  readonly last4: string;
}

export type TokenEvent = TokenCreated | { readonly type: 'token.revoked' };

export interface MemberAdded {
  readonly type: 'member.added';
  readonly organizationId: OrganizationId;
  readonly subject: string;
  readonly role: Role;
}

export type MemberEvent =
  MemberAdded | { readonly type: 'member.role_changed'; readonly role: Role } | { readonly type: 'member.removed' };

export interface WebhookCreated {
  readonly type: 'webhook.created';
  readonly organizationId: OrganizationId;
  readonly url: string;
  readonly kinds: readonly WebhookKind[];
  /** The digest key that its secret is made from. */
  readonly digestKeyId: string;
  /** In its owner's words; may be empty. */
  readonly description: string;
}

export type WebhookEvent = WebhookCreated | { readonly type: 'webhook.removed' };

/** An event of a later version of the contract: nobody here knows what it means. */
export interface UnknownEvent {
  readonly type: 'unknown';
}

export type LedgerEvent =
  LedgerOwnEvent | OrganizationEvent | KeyEvent | TokenEvent | MemberEvent | WebhookEvent | UnknownEvent;
export type LedgerEventType = LedgerEvent['type'];
