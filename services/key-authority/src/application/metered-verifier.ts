import type { Verification, Verifier, VerifyOptions, VerifyRequest } from '@keyledger/ports';

/** Counts how verifications end: by reason code, `allowed`, or `fault`. */
export class MeteredVerifier implements Verifier {
  readonly #inner: Verifier;
  readonly #count: (result: string) => void;

  constructor(inner: Verifier, count: (result: string) => void) {
    this.#inner = inner;
    this.#count = count;
  }

  async verify(request: VerifyRequest, options?: VerifyOptions): Promise<Verification> {
    try {
      const answer = await this.#inner.verify(request, options);
      this.#count(answer.reasonCode || 'allowed');
      return answer;
    } catch (error) {
      this.#count('fault');
      throw error;
    }
  }
}
