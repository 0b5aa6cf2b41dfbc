import type { ActorKind, OrganizationId, Role } from '@keyledger/domain';

/** Who calls the authority, once authenticated. */
export interface Principal {
  /** Stable and unique: a token's id, a person's subject, `bootstrap`. */
  readonly subject: string;
  readonly kind: ActorKind;
  /** `bootstrap` may do everything, everywhere; `key` is a key that manages the keys of its organization. */
  readonly role: Role | 'bootstrap' | 'key';
  /** The organization that the role is held in; null: all of them. */
  readonly organizationId: OrganizationId | null;
}
