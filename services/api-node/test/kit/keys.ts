import {
  DEFAULT_PROFILE,
  type Grant,
  type KeyId,
  type OrganizationId,
  composeKeyText,
  findPrefix,
} from '@keyledger/domain';

/** A well-formed key text whose random part is the repeated byte. */
export function keyText(environment: string, byte: number): string {
  const prefix = findPrefix(DEFAULT_PROFILE.keyFormat, 'secret', environment);
  if (prefix === null) throw new RangeError(environment);
  return composeKeyText(prefix, new Uint8Array(32).fill(byte));
}

export const GRANT: Grant = {
  keyId: 'key_01jcxk8z3v0000000000000001' as KeyId,
  version: 1,
  organization: {
    id: 'org_01jcxk8z3v0000000000000002' as OrganizationId,
    version: 1,
    slug: 'acme',
    state: 'active',
    routes: ['*'],
    environments: ['live'],
    tier: 'free',
    demo: false,
  },
  kind: 'secret',
  holder: 'organization',
  environment: 'live',
  scopes: ['documents:read', 'documents:write'],
  restrictions: { ips: [], origins: [] },
  tier: 'free',
  expiresAt: null,
  secretEndsAt: null,
  secretRetired: false,
  state: 'active',
};
