import { type Grant, grantOf } from '@keyledger/domain';
import { keyCreated, keyId, organizationCreated, organizationId } from './samples.ts';
import { Story } from './story.ts';

/** The grant of a key that was just created, but for what is said. */
export function grant(changes: Partial<Grant> = {}): Grant {
  const story = new Story();
  const organization = story.tell(organizationId(), organizationCreated()).aggregate;
  const key = story.tell(keyId(), keyCreated()).aggregate;
  const { state } = key;
  if (state.type !== 'key' || organization.state.type !== 'organization') throw new Error('not what was told');
  return { ...grantOf({ ...key, state }, { ...organization, state: organization.state }, 0), ...changes };
}
