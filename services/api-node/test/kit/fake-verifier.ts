import { type ReasonCode, positionAt } from '@keyledger/domain';
import type { Verification, Verifier, VerifyRequest } from '@keyledger/ports';
import { GRANT } from './keys.ts';

/** Allows every key until it is told otherwise, and keeps what it was asked. */
export class FakeVerifier implements Verifier {
  readonly asked: VerifyRequest[] = [];
  answer: (request: VerifyRequest) => Promise<Verification> = () => Promise.resolve(ALLOWED);

  verify(request: VerifyRequest): Promise<Verification> {
    this.asked.push(request);
    return this.answer(request);
  }

  refuses(reasonCode: ReasonCode): void {
    this.answer = () => Promise.resolve({ reasonCode, grant: GRANT, position: positionAt(1) });
  }

  fails(error: Error): void {
    this.answer = () => Promise.reject(error);
  }
}

export const ALLOWED: Verification = { reasonCode: '', grant: GRANT, position: positionAt(1) };
