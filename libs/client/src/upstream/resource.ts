import type { REASON_CODES, ReasonCode } from '@keyledger/domain';
import type { Caller } from './caller.ts';

type Codes = typeof REASON_CODES;
type NotFoundCode = { [C in ReasonCode]: Codes[C]['error'] extends 'public_api_not_found' ? C : never }[ReasonCode];

/** What there is no resource of its kind for, such as `presentation_not_found`: an upstream may have codes of its own. */
export type MissingCode = NotFoundCode | `${string}_not_found`;

/** What check 10 of systems.md can end in. */
export type ResourceCode =
  MissingCode | 'cross_organization_denied' | 'demo_training_denied' | 'audio_storage_unavailable';

/** What decides whether a caller may have a resource at all. */
export interface OwnedResource {
  readonly organizationId: string;
  /** Made for demonstration or training: nobody gets it through the API. */
  readonly demo: boolean;
}

export type ResourceDecision<T> =
  { readonly resource: T; readonly refusal: '' } | { readonly resource: null; readonly refusal: ResourceCode };

/**
 * Check 10 of systems.md: whether the caller gets the resource that its id has led to. The first that applies is told.
 * @param found undefined: there is none, whether the id is unknown or none at all
 * @param missing what is told then
 * @param unfit why a resource that is the caller's cannot be had all the same; empty: it can
 */
export function decideResource<T extends OwnedResource>(
  caller: Caller,
  found: T | undefined,
  missing: MissingCode,
  unfit: (resource: T) => ResourceCode | '' = () => '',
): ResourceDecision<T> {
  if (found === undefined) return { resource: null, refusal: missing };
  const refusal = denied(caller, found) || unfit(found);
  return refusal === '' ? { resource: found, refusal } : { resource: null, refusal };
}

/** Whether a list shows the resource to the caller. */
export const isListed = (caller: Caller, resource: OwnedResource): boolean => denied(caller, resource) === '';

function denied(caller: Caller, { organizationId, demo }: OwnedResource): ResourceCode | '' {
  if (organizationId !== caller.organizationId) return 'cross_organization_denied';
  return demo ? 'demo_training_denied' : '';
}
