import { type Attempt, COMMAND_MEMORY, type LedgerEvent } from '@keyledger/domain';

const FAMILY: Readonly<Record<string, string>> = { organization: 'org_', key: 'key_', token: 'tok_', ledger: 'ledger' };
const CREATIONS: readonly string[] = ['ledger.opened', 'organization.created', 'key.created', 'token.created'];

const belongs = (attempt: Attempt): boolean => {
  const [family = ''] = attempt.event.type.split('.');
  return attempt.aggregateId.startsWith(FAMILY[family] ?? 'none');
};

const digestOf = (event: LedgerEvent): string | null =>
  event.type === 'key.created' || event.type === 'key.rotated' ? event.secret.digest : null;

/**
 * Whether an attempt must be accepted after those that were, told from the list of them alone, in the words of
 * revocation.md, "Appending". Slow, and unlike the fold in every way that could be thought of.
 */
export function mustAccept(accepted: readonly Attempt[], attempt: Attempt): boolean {
  const { aggregateId, commandId, event, expectedVersion } = attempt;
  const own = accepted.filter((each) => each.aggregateId === aggregateId);
  const creators = accepted.filter((each) => CREATIONS.includes(each.event.type));
  if (creators.some((each) => each.commandId === commandId)) return false;
  const digest = digestOf(event);
  if (digest !== null && accepted.some((each) => digestOf(each.event) === digest)) return false;
  if (own.length === 0) return expectedVersion === 0 && mayCreate(accepted, attempt);
  if (
    own
      .slice(1)
      .slice(-COMMAND_MEMORY)
      .some((each) => each.commandId === commandId)
  )
    return false;
  if (CREATIONS.includes(event.type)) return false;
  if (event.type !== 'unknown' && !belongs(attempt)) return false;
  if (expectedVersion !== null) return expectedVersion === own.length;
  if (!event.type.endsWith('.revoked') && event.type !== 'unknown') return false;
  return !own.some((each) => each.event.type.endsWith('.revoked'));
}

function mayCreate(accepted: readonly Attempt[], attempt: Attempt): boolean {
  const { event } = attempt;
  if (!CREATIONS.includes(event.type) || !belongs(attempt)) return false;
  const creations = accepted.map((each) => each.event);
  if (event.type === 'organization.created') {
    return !creations.some((each) => each.type === 'organization.created' && each.slug === event.slug);
  }
  return event.type !== 'key.created' || accepted.some((each) => each.aggregateId === event.organizationId);
}
