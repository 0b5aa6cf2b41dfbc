import { type Attempt, type Grant, positionAt } from '@keyledger/domain';
import type { Clock, Fault, Timers, Verification, Verifier, VerifyRequest } from '@keyledger/ports';
import { attemptOf, commandId, keyId } from '../../../domain/test/kit/samples.ts';
import type { LeaseGate } from '../../src/index.ts';

export { grant } from '../../../domain/test/kit/grant.ts';

export const clock: Clock = { wall: () => 1_000, monotonic: () => 1_000 };

/** Ring at once, within the turn. */
export const timers: Timers = {
  after: (_ms, run) => {
    queueMicrotask(run);
    return () => undefined;
  },
};

export const HELD: LeaseGate = { isHeld: () => true };

export const revoked = (aggregateId: string = keyId()): Attempt =>
  attemptOf({ aggregateId, commandId: commandId(1), expectedVersion: null, event: { type: 'key.revoked' } });

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
