import { type Attempt, type Grant, type KeyId, type OrganizationId, positionAt } from '@keyledger/domain';
import type { Clock, Fault, Timers, Verification, Verifier, VerifyRequest } from '@keyledger/ports';
import type { LeaseGate } from '../../src/index.ts';

const keyId = 'key_1' as KeyId;
const organizationId = 'org_1' as OrganizationId;
export const clock: Clock = { wall: () => 1_000, monotonic: () => 1_000 };

/** Ring at once, within the turn. */
export const timers: Timers = {
  after: (_ms, run) => {
    queueMicrotask(run);
    return () => undefined;
  },
};

export const HELD: LeaseGate = { isHeld: () => true };

export function grant(changes: Partial<Grant> = {}): Grant {
  return {
    keyId,
    version: 1,
    organization: {
      id: organizationId,
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
    scopes: [],
    restrictions: { ips: [], origins: [] },
    tier: 'free',
    expiresAt: null,
    secretEndsAt: null,
    secretRetired: false,
    state: 'active',
    ...changes,
  };
}

export const revoked = (aggregateId: string = keyId): Attempt => ({
  commandId: 'c' as Attempt['commandId'],
  fingerprint: 'f',
  aggregateId,
  expectedVersion: null,
  occurredAt: 0,
  actor: { subject: '', kind: 'system', address: '' },
  reason: '',
  event: { type: 'key.revoked' },
});

/** An authority whose answers the test gives, when it likes. */
export class ManualVerifier implements Verifier {
  readonly asked: { request: VerifyRequest; answer: (answer: Verification) => void; fail: (error: Fault) => void }[] =
    [];

  verify(request: VerifyRequest): Promise<Verification> {
    return new Promise((answer, fail) => this.asked.push({ request, answer, fail }));
  }

  answer(index: number, granted: Grant | null, position: number): void {
    const reasonCode = granted === null ? 'invalid_key' : '';
    this.asked[index]?.answer({ reasonCode, grant: granted, position: positionAt(position) });
  }
}
