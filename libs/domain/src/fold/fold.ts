import type { Attempt } from '../attempt.ts';
import type { LedgerEvent, LedgerEventType, MemberAdded } from '../events.ts';
import {
  type CommandId,
  type OrganizationId,
  isKeyId,
  isMemberId,
  isOrganizationId,
  isTokenId,
  isWebhookId,
} from '../ids.ts';
import { createKey, evolveKey } from '../key/evolve.ts';
import { evolveLedger, openLedgerState } from '../ledger/ledger.ts';
import { createMember, evolveMember } from '../member/evolve.ts';
import { type MemberState, isOwner } from '../member/member.ts';
import { createOrganization, evolveOrganization } from '../organization/evolve.ts';
import type { LedgerPosition } from '../position.ts';
import { createToken, revokeToken } from '../token/evolve.ts';
import { createWebhook, removeWebhook } from '../webhook/evolve.ts';
import { isBehindEnd } from './acting.ts';
import { type Aggregate, type AggregateState, COMMAND_MEMORY, rememberedCommand } from './aggregate.ts';

/** What the fold needs to know of everything folded so far. */
export interface FoldView {
  aggregate(id: string): Aggregate | undefined;
  /** The aggregate that this command created. */
  createdBy(commandId: CommandId): Aggregate | undefined;
  isSlugTaken(slug: string): boolean;
  /** By a secret of a key. */
  isDigestTaken(digest: string): boolean;
  /** The same by a token; neither is ever the other's. */
  isTokenDigestTaken(digest: string): boolean;
  /** All of the organization's members who are this that there ever were. */
  membersOf(organizationId: OrganizationId, subject: string): readonly Aggregate<MemberState>[];
  /** How many of the organization's members are owners. */
  ownerCount(organizationId: OrganizationId): number;
}

export type VoidReason =
  | 'version_mismatch'
  | 'command_repeated'
  | 'actor_revoked'
  | 'already_revoked'
  | 'slug_taken'
  | 'digest_taken'
  | 'subject_taken'
  | 'last_owner'
  | 'unknown_aggregate'
  | 'event_out_of_place';

export type FoldVerdict =
  | { readonly kind: 'accepted'; readonly aggregate: Aggregate; readonly before: Aggregate | undefined }
  | { readonly kind: 'void'; readonly why: VoidReason };

const isVoid = (why: VoidReason): FoldVerdict => ({ kind: 'void', why });

/**
 * Whether an attempt takes effect after the prefix that `view` holds, and what it makes. A function of the log alone:
 * every reader comes to the same verdict (Fold.tla; rules 18, 19 and 21).
 */
export function foldAttempt(view: FoldView, position: LedgerPosition, attempt: Attempt): FoldVerdict {
  const before = view.aggregate(attempt.aggregateId);
  if (isRepeated(view, before, attempt.commandId)) return isVoid('command_repeated');
  if (isBehindEnd(view, attempt)) return isVoid('actor_revoked');
  if (before === undefined) return foldCreation(view, position, attempt);
  const refused = attempt.expectedVersion === null ? refusesUnconditional(before.state, attempt.event) : null;
  if (refused !== null) return isVoid(refused);
  if (attempt.expectedVersion !== null && attempt.expectedVersion !== before.version) return isVoid('version_mismatch');
  return foldChange(view, position, attempt, before);
}

function isRepeated(view: FoldView, before: Aggregate | undefined, commandId: CommandId): boolean {
  if (view.createdBy(commandId) !== undefined) return true;
  return before !== undefined && rememberedCommand(before, commandId) !== undefined;
}

const UNCONDITIONAL: readonly LedgerEventType[] = ['key.revoked', 'token.revoked', 'webhook.removed', 'unknown'];

/** Only revoke, and a webhook's removal, come without a version, and are accepted in any state but that (rule 18). */
function refusesUnconditional(state: AggregateState, event: LedgerEvent): VoidReason | null {
  if (!UNCONDITIONAL.includes(event.type)) return 'event_out_of_place';
  if (state.type === 'webhook') return state.removed ? 'already_revoked' : null;
  return (state.type === 'key' || state.type === 'token') && state.revoked ? 'already_revoked' : null;
}

function foldCreation(view: FoldView, position: LedgerPosition, attempt: Attempt): FoldVerdict {
  if (attempt.expectedVersion !== 0) return isVoid('unknown_aggregate');
  const { event } = attempt;
  if (event.type === 'organization.created' && view.isSlugTaken(event.slug)) return isVoid('slug_taken');
  if ('organizationId' in event && view.aggregate(event.organizationId)?.state.type !== 'organization')
    return isVoid('unknown_aggregate');
  // Whoever claims a secret later has none (rule 17).
  if (event.type === 'key.created' && view.isDigestTaken(event.secret.digest)) return isVoid('digest_taken');
  if (event.type === 'token.created' && view.isTokenDigestTaken(event.digest)) return isVoid('digest_taken');
  const refused = event.type === 'member.added' ? refusesMember(view, attempt.commandId, event) : null;
  if (refused !== null) return isVoid(refused);
  const state = createdState(attempt.aggregateId, event);
  if (state === null) return isVoid('event_out_of_place');
  const creation = { commandId: attempt.commandId, fingerprint: attempt.fingerprint, version: 1, position };
  const aggregate = { id: attempt.aggregateId, version: 1, state, creation, recent: [], blocked: false };
  return { kind: 'accepted', aggregate, before: undefined };
}

/**
 * Somebody is a member once. And where a command found a member whom another one had added, and gave the role, the copy of it
 * that would have added them does not bring them back when it lands behind their removal.
 */
function refusesMember(view: FoldView, commandId: CommandId, added: MemberAdded): VoidReason | null {
  const same = view.membersOf(added.organizationId, added.subject);
  if (same.some((member) => rememberedCommand(member, commandId) !== undefined)) return 'command_repeated';
  return same.some(({ state }) => !state.removed) ? 'subject_taken' : null;
}

function createdState(id: string, event: LedgerEvent): AggregateState | null {
  if (event.type === 'ledger.opened' && id === 'ledger') return openLedgerState(event);
  if (event.type === 'organization.created' && isOrganizationId(id)) return createOrganization(id, event);
  if (event.type === 'key.created' && isKeyId(id)) return createKey(id, event);
  if (event.type === 'token.created' && isTokenId(id)) return createToken(id, event);
  if (event.type === 'member.added' && isMemberId(id)) return createMember(id, event);
  if (event.type === 'webhook.created' && isWebhookId(id)) return createWebhook(id, event);
  return null;
}

function foldChange(view: FoldView, position: LedgerPosition, attempt: Attempt, before: Aggregate): FoldVerdict {
  const { event } = attempt;
  if (event.type === 'key.rotated' && view.isDigestTaken(event.secret.digest)) return isVoid('digest_taken');
  const state = event.type === 'unknown' ? before.state : changedState(before.state, event);
  if (state === null) return isVoid('event_out_of_place');
  if (losesLastOwner(view, before.state, state)) return isVoid('last_owner');
  const version = before.version + 1;
  const accepted = { commandId: attempt.commandId, fingerprint: attempt.fingerprint, version, position };
  const recent = [...before.recent, accepted].slice(-COMMAND_MEMORY);
  const blocked = before.blocked || event.type === 'unknown';
  return { kind: 'accepted', aggregate: { ...before, version, state, recent, blocked }, before };
}

/** An organization that has owners keeps one, whoever changes two of them at once. */
function losesLastOwner(view: FoldView, before: AggregateState, after: AggregateState): boolean {
  if (before.type !== 'member' || after.type !== 'member') return false;
  return isOwner(before) && !isOwner(after) && view.ownerCount(before.organizationId) === 1;
}

/** Null where the event does not belong to this kind of aggregate. */
function changedState(state: AggregateState, event: Exclude<LedgerEvent, { type: 'unknown' }>): AggregateState | null {
  switch (event.type) {
    case 'ledger.opened':
    case 'organization.created':
    case 'key.created':
    case 'token.created':
    case 'member.added':
    case 'webhook.created':
      return null;
    case 'ledger.max_hold_changed':
    case 'ledger.epoch_opened':
      return state.type === 'ledger' ? evolveLedger(state, event) : null;
    case 'organization.updated':
    case 'organization.paused':
    case 'organization.resumed':
      return state.type === 'organization' ? evolveOrganization(state, event) : null;
    case 'key.updated':
    case 'key.rotated':
    case 'key.rotation_finished':
    case 'key.paused':
    case 'key.resumed':
    case 'key.revoked':
      return state.type === 'key' ? evolveKey(state, event) : null;
    case 'token.revoked':
      return state.type === 'token' ? revokeToken(state) : null;
    case 'member.role_changed':
    case 'member.removed':
      return state.type === 'member' ? evolveMember(state, event) : null;
    case 'webhook.removed':
      return state.type === 'webhook' ? removeWebhook(state) : null;
    default:
      return event satisfies never;
  }
}
