import { randomBytes } from 'node:crypto';
import type { CommandId, LedgerEvent } from '@keyledger/domain';
import { encodeAttempt } from '@keyledger/wire';
import type { TestAuthority } from './test-authority.ts';

/**
 * What another replica wrote, which this one does not see before it is told to: by the returned function, which resolves
 * when it has read everything.
 */
export async function writtenElsewhere(
  { ledger, projector, clock }: TestAuthority,
  aggregateId: string,
  expectedVersion: number | null,
  event: LedgerEvent,
): Promise<() => Promise<void>> {
  const read = ledger.hold();
  const attempt = {
    commandId: randomBytes(32).toString('hex') as CommandId,
    fingerprint: '00'.repeat(32),
    aggregateId,
    expectedVersion,
    occurredAt: clock.now,
    actor: { subject: 'ada', kind: 'user', address: '' } as const,
    reason: '',
    event,
  };
  const position = await ledger.append({ key: Buffer.alloc(16), value: encodeAttempt(attempt) });
  return async () => {
    read();
    await projector.waitFor(position, 30_000);
  };
}
