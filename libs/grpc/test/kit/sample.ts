import { type Grant, PLAIN_REQUEST, type KeyId, type OrganizationId, positionAt } from '@keyledger/domain';
import type { Principal, Verification, VerifyRequest } from '@keyledger/ports';

export const LEDGER_ID = '01jtestledger';

export const GRANT: Grant = {
  keyId: 'key_01jd3wq8fz0123456789abcdef' as KeyId,
  version: 7,
  organization: {
    id: 'org_01jd3wq8fz0123456789abcdef' as OrganizationId,
    version: 2,
    slug: 'acme',
    state: 'active',
    routes: ['*'],
    environments: ['live'],
    tier: 'standard',
    limits: { perHour: 100, burst: 10, overage: true },
    demo: false,
  },
  kind: 'secret',
  holder: 'user',
  environment: 'live',
  scopes: ['orders:read'],
  restrictions: { ips: ['10.0.0.0/8'], origins: ['https://example.com'] },
  tier: 'gold',
  limits: { perHour: 60, burst: 5, overage: false },
  expiresAt: 1_900_000_000_123,
  secretEndsAt: null,
  secretRetired: false,
  state: 'active',
};

export const ALLOWED: Verification = { reasonCode: '', grant: GRANT, position: positionAt(12) };
export const UNKNOWN: Verification = { reasonCode: 'invalid_key', grant: null, position: positionAt(12) };

export const ask = (secret: string): VerifyRequest => ({ ...PLAIN_REQUEST, secret });

export const SERVICE: Principal = { subject: 'tok_1', kind: 'token', role: 'service', organizationId: null };
