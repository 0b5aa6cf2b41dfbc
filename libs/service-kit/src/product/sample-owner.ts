import { type OrganizationId, isOrganizationId } from '@keyledger/domain';
import { type Refusal, refuse } from '../config/setting.ts';

/** An organization that sample resources can belong to. */
export interface SampleOwner {
  readonly slug: string;
  readonly id: OrganizationId;
}

export const SAMPLE_OWNER_FORM = 'a slug, `=` and the id of its organization';

export function sampleOwner(given: string): SampleOwner | Refusal {
  const [slug = '', id = '', ...others] = given.split('=');
  if (slug === '' || !isOrganizationId(id) || others.length > 0) return refuse(`must be ${SAMPLE_OWNER_FORM}`);
  return { slug, id };
}
