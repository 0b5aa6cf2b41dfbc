import { type Actor, type Attempt, COMMAND_MEMORY, type LedgerEvent, type MemberAdded } from '@keyledger/domain';

const FAMILY: Readonly<Record<string, string>> = {
  organization: 'org_',
  key: 'key_',
  token: 'tok_',
  member: 'mem_',
  webhook: 'wh_',
  ledger: 'ledger',
};
const CREATIONS: readonly string[] = [
  'ledger.opened',
  'organization.created',
  'key.created',
  'token.created',
  'member.added',
  'webhook.created',
];
/** What ends an aggregate for ever, and comes without a version. */
const ENDS: readonly string[] = ['key.revoked', 'token.revoked', 'webhook.removed'];

const belongs = (attempt: Attempt): boolean => {
  const [family = ''] = attempt.event.type.split('.');
  return attempt.aggregateId.startsWith(FAMILY[family] ?? 'none');
};

/** Those of keys and of tokens are made differently: they are never the same. */
function digestOf(event: LedgerEvent): string | null {
  if (event.type === 'token.created') return `token ${event.digest}`;
  return event.type === 'key.created' || event.type === 'key.rotated' ? event.secret.digest : null;
}

/**
 * Whether an attempt must be accepted after those that were, told from the list of them alone, in the words of
 * revocation.md, "Appending". Slow, and unlike the fold in every way that could be thought of.
 */
export function mustAccept(accepted: readonly Attempt[], attempt: Attempt): boolean {
  const { aggregateId, commandId, event, expectedVersion } = attempt;
  const own = accepted.filter((each) => each.aggregateId === aggregateId);
  const creators = accepted.filter((each) => CREATIONS.includes(each.event.type));
  if (creators.some((each) => each.commandId === commandId)) return false;
  const takesFromKey = ['key.paused', 'key.revoked', 'key.rotation_finished'].includes(event.type);
  if (!takesFromKey && !mayAct(accepted, attempt.actor)) return false;
  const digest = digestOf(event);
  if (digest !== null && accepted.some((each) => digestOf(each.event) === digest)) return false;
  if (own.length === 0) return expectedVersion === 0 && mayCreate(accepted, attempt);
  if (lately(accepted, aggregateId).includes(commandId)) return false;
  if (CREATIONS.includes(event.type)) return false;
  if (event.type !== 'unknown' && !belongs(attempt)) return false;
  if (expectedVersion !== null) return expectedVersion === own.length && keepsAnOwner(accepted, attempt);
  if (!ENDS.includes(event.type) && event.type !== 'unknown') return false;
  return !own.some((each) => ENDS.includes(each.event.type));
}

/** By what was said last of the one who acts, and of the organization of a key. */
function mayAct(accepted: readonly Attempt[], { kind, subject }: Actor): boolean {
  if (kind === 'bootstrap' || kind === 'possession' || kind === 'system') return true;
  const own = eventsOf(accepted, subject);
  if (own.some(({ type }) => ['token.revoked', 'key.revoked', 'member.removed'].includes(type))) return false;
  const [created] = own;
  if (created?.type !== 'key.created') return true;
  const scopes = own.flatMap((event) => ('scopes' in event ? [event.scopes] : changedScopes(event)));
  const isPaused = [own, eventsOf(accepted, created.organizationId)].some(
    (events) => events.findLast(({ type }) => /(paused|resumed)$/.test(type))?.type.endsWith('paused') === true,
  );
  return !isPaused && scopes.at(-1)?.includes('keys.manage') === true;
}

const eventsOf = (accepted: readonly Attempt[], id: string): LedgerEvent[] =>
  accepted.filter(({ aggregateId }) => aggregateId === id).map(({ event }) => event);

const changedScopes = (event: LedgerEvent): (readonly string[])[] =>
  event.type === 'key.updated' && event.changes.scopes !== undefined ? [event.changes.scopes] : [];

function mayCreate(accepted: readonly Attempt[], attempt: Attempt): boolean {
  const { event } = attempt;
  if (!CREATIONS.includes(event.type) || !belongs(attempt)) return false;
  const creations = accepted.map((each) => each.event);
  if (event.type === 'organization.created') {
    return !creations.some((each) => each.type === 'organization.created' && each.slug === event.slug);
  }
  if (event.type === 'member.added') {
    const same = membersAdded(accepted, event.organizationId).filter((each) => each.event.subject === event.subject);
    if (same.some(({ aggregateId }) => !isRemoved(accepted, aggregateId))) return false;
    if (same.some(({ aggregateId }) => lately(accepted, aggregateId).includes(attempt.commandId))) return false;
  }
  return !('organizationId' in event) || accepted.some((each) => each.aggregateId === event.organizationId);
}

/** The commands that an aggregate remembers besides the one that made it. */
const lately = (accepted: readonly Attempt[], id: string): string[] =>
  accepted
    .filter(({ aggregateId }) => aggregateId === id)
    .slice(1)
    .slice(-COMMAND_MEMORY)
    .map(({ commandId }) => commandId);

type Added = Attempt & { readonly event: MemberAdded };

const membersAdded = (accepted: readonly Attempt[], organizationId: string): Added[] =>
  accepted
    .filter((each): each is Added => each.event.type === 'member.added')
    .filter(({ event }) => event.organizationId === organizationId);

const isRemoved = (accepted: readonly Attempt[], id: string): boolean =>
  accepted.some((each) => each.aggregateId === id && each.event.type === 'member.removed');

/** By the role that was last said of each member who is still there. */
function owners(accepted: readonly Attempt[], organizationId: string): string[] {
  const ids = membersAdded(accepted, organizationId).map(({ aggregateId }) => aggregateId);
  return ids.filter((id) => {
    const said = accepted.flatMap(({ aggregateId, event }) =>
      aggregateId === id && 'role' in event ? [event.role] : [],
    );
    return said.at(-1) === 'owner' && !isRemoved(accepted, id);
  });
}

function keepsAnOwner(accepted: readonly Attempt[], attempt: Attempt): boolean {
  const added = accepted.find(({ aggregateId }) => aggregateId === attempt.aggregateId)?.event;
  if (added?.type !== 'member.added') return true;
  const before = owners(accepted, added.organizationId);
  return before.length === 0 || owners([...accepted, attempt], added.organizationId).length > 0;
}
