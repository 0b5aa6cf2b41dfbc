import type {
  AcceptedChange,
  Catalogue,
  Creator,
  KeyRecord,
  MemberRecord,
  OrganizationRecord,
  TokenRecord,
  WebhookRecord,
} from '@keyledger/catalogue';
import type { Directory } from '@keyledger/directory';
import { lifecycleState, overlapEnd, timeOfId } from '@keyledger/domain';
import { type Clock, Fault, type Principal } from '@keyledger/ports';
import { notFound, reaches } from '../access/permissions.ts';
import type { CatalogueFeed } from '../ledger/catalogue-feed.ts';
import type { UsageRecords } from './usage-records.ts';

interface Made {
  readonly createdAt: number;
  readonly createdBy: Creator;
}

export interface CommandViewsOptions {
  readonly directory: Directory;
  readonly catalogue: CatalogueFeed;
  readonly usage: Pick<UsageRecords, 'lastUsedAt'>;
  readonly clock: Clock;
}

/** Said where nothing that can be read now knows it. */
const NOBODY: Creator = { subject: '', kind: 'system' };

/**
 * A thing as a command left it, for the command's answer. A command that took effect is answered even while the
 * catalogue cannot take or show it, for the answer may be the only one with the secret: then by the directory, by what
 * the catalogue lacks, and by what it held before. A name that none of them knows is empty.
 */
export class CommandViews {
  readonly #directory: Directory;
  readonly #catalogue: CatalogueFeed;
  readonly #usage: Pick<UsageRecords, 'lastUsedAt'>;
  readonly #clock: Clock;

  constructor({ directory, catalogue, usage, clock }: CommandViewsOptions) {
    this.#directory = directory;
    this.#catalogue = catalogue;
    this.#usage = usage;
    this.#clock = clock;
  }

  key(principal: Principal, id: string): KeyRecord {
    const key = this.#directory.key(id);
    if (key === undefined || !reaches(principal, key.state.organizationId)) throw notFound('key');
    const now = this.#clock.wall();
    const stored = this.#stored((catalogue) => catalogue.key(id, now));
    const lastUsedAt = this.#usage.lastUsedAt(id);
    if (stored?.version === key.version) return { ...stored, lastUsedAt };
    const { state, version, blocked } = key;
    const { secrets, ...shown } = state;
    const [{ prefix, last4, publicKey }] = secrets;
    const said = this.#catalogue.missing(id).map(({ attempt: { event } }) => {
      return event.type === 'key.created' ? event : event.type === 'key.updated' ? event.changes : {};
    });
    return {
      ...shown,
      ...this.#made(id, stored),
      ...{ version, blocked, prefix, last4, publicKey, lastUsedAt },
      name: said.findLast(({ name }) => name !== undefined)?.name ?? stored?.name ?? '',
      metadata: said.findLast(({ metadata }) => metadata !== undefined)?.metadata ?? stored?.metadata ?? {},
      organizationTier: this.#directory.organization(state.organizationId)?.state.tier ?? '',
      state: lifecycleState(state, now),
      rotationEndsAt: overlapEnd(state, now),
    };
  }

  organization(principal: Principal, id: string): OrganizationRecord {
    const organization = this.#directory.organization(id);
    if (organization === undefined || !reaches(principal, id)) throw notFound('organization');
    const stored = this.#stored((catalogue) => catalogue.organization(id));
    if (stored?.version === organization.version) return stored;
    const { state, version, blocked } = organization;
    const said = this.#catalogue.missing(id).map(({ attempt: { event } }) => {
      return event.type === 'organization.created' ? event : event.type === 'organization.updated' ? event.changes : {};
    });
    return {
      ...state,
      ...this.#made(id, stored),
      ...{ version, blocked },
      name: said.findLast(({ name }) => name !== undefined)?.name ?? stored?.name ?? '',
      state: state.paused ? 'paused' : 'active',
    };
  }

  token(principal: Principal, id: string): TokenRecord {
    const token = this.#directory.token(id);
    if (token === undefined || !reaches(principal, token.state.organizationId)) throw notFound('token');
    const stored = this.#stored((catalogue) => catalogue.token(id));
    if (stored?.version === token.version) return stored;
    const { version, blocked } = token;
    const { organizationId, role, expiresAt, revoked } = token.state;
    const said = this.#catalogue.missing(id).find(({ attempt }) => attempt.event.type === 'token.created');
    const { name, last4 } = said?.attempt.event.type === 'token.created' ? said.attempt.event : (stored ?? UNNAMED);
    const shown = { id: token.state.id, organizationId, role, expiresAt, revoked, name, last4 };
    return { ...shown, ...this.#made(id, stored), version, blocked };
  }

  member(principal: Principal, id: string): MemberRecord {
    const member = this.#directory.member(id);
    if (member === undefined || !reaches(principal, member.state.organizationId)) throw notFound('member');
    const stored = this.#stored((catalogue) => catalogue.member(id));
    if (stored?.version === member.version) return stored;
    const { version, blocked, state } = member;
    const { type: _type, ...shown } = state;
    return { ...shown, ...this.#made(id, stored), version, blocked };
  }

  webhook(principal: Principal, id: string): WebhookRecord {
    const webhook = this.#directory.webhook(id);
    if (webhook === undefined || !reaches(principal, webhook.state.organizationId)) throw notFound('webhook');
    const stored = this.#stored((catalogue) => catalogue.webhook(id));
    if (stored?.version === webhook.version) return stored;
    const { version, blocked } = webhook;
    const { type: _type, digestKeyId: _digestKeyId, ...shown } = webhook.state;
    const said = this.#catalogue.missing(id).find(({ attempt }) => attempt.event.type === 'webhook.created');
    const { description } = said?.attempt.event.type === 'webhook.created' ? said.attempt.event : (stored ?? UNNAMED);
    return { ...shown, description, ...this.#made(id, stored), version, blocked };
  }

  /** What the catalogue holds, which may be old; undefined also where it cannot be read. */
  #stored<Record>(read: (catalogue: Catalogue) => Record | undefined): Record | undefined {
    try {
      return read(this.#catalogue.stale);
    } catch (error) {
      if (error instanceof Fault) return undefined;
      throw error;
    }
  }

  /** When, and by whom: what the catalogue lacks begins with the creation, or the catalogue has that. */
  #made(id: string, stored: Made | undefined): Made {
    const creation = this.#catalogue.missing(id).find(isCreation);
    if (creation !== undefined) {
      const { occurredAt, actor } = creation.attempt;
      return { createdAt: occurredAt, createdBy: { subject: actor.subject, kind: actor.kind } };
    }
    const { createdAt = timeOfId(id), createdBy = NOBODY } = stored ?? {};
    return { createdAt, createdBy };
  }
}

const UNNAMED = { name: '', last4: '', description: '' };

const isCreation = ({ aggregate }: AcceptedChange): boolean => aggregate.version === 1;
