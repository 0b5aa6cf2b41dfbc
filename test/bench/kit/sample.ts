import { randomBytes } from 'node:crypto';
import { type CommandId, type Attempt, type Grant, makeKeyId, makeOrganizationId } from '@keyledger/domain';

const NOW = 1_800_000_000_000;

const organization: Grant['organization'] = {
  id: makeOrganizationId(NOW, randomBytes(10)),
  version: 1,
  slug: 'bench',
  state: 'active',
  routes: ['*'],
  environments: ['live'],
  tier: 'free',
  demo: false,
};

/** An active key of an organization that all of them share. */
export const newGrant = (): Grant => ({
  keyId: makeKeyId(NOW, randomBytes(10)),
  version: 1,
  organization,
  kind: 'secret',
  holder: 'organization',
  environment: 'live',
  scopes: ['documents:read'],
  restrictions: { ips: [], origins: [] },
  tier: 'free',
  expiresAt: null,
  secretEndsAt: null,
  secretRetired: false,
  state: 'active',
});

export const pause = (aggregateId: string): Attempt => ({
  commandId: randomBytes(32).toString('hex') as CommandId,
  fingerprint: randomBytes(32).toString('hex'),
  aggregateId,
  expectedVersion: null,
  occurredAt: NOW,
  actor: { subject: 'bench', kind: 'system', address: '' },
  reason: '',
  event: { type: 'key.paused' },
});
