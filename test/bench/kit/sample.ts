import { randomBytes } from 'node:crypto';
import { type CommandId, type Attempt, type Grant, makeKeyId } from '@keyledger/domain';
import { grant } from '../../../libs/domain/test/kit/grant.ts';

const NOW = 1_800_000_000_000;

const sample = grant();

/** An active key of an organization that all of them share. */
export const newGrant = (): Grant => ({
  ...sample,
  keyId: makeKeyId(NOW, randomBytes(10)),
  // Of its own, as what was read from an answer has them.
  scopes: ['documents:read'],
  restrictions: { ips: [], origins: [] },
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
