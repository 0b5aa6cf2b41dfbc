import type { Verification, Verifier, VerifyOptions, VerifyRequest } from '@keyledger/ports';
import type { LeaseGate } from '../application/freshness.ts';

/** Without a lease, a request waits so long for one. */
const WAIT_MS = 1_000;

/** An authority's own answers need a lease too: it may have been paused, or be cut off from the ledger (rule 6). */
export class LeasedVerifier implements Verifier {
  readonly #inner: Verifier;
  readonly #lease: LeaseGate;

  constructor(inner: Verifier, lease: LeaseGate) {
    this.#inner = inner;
    this.#lease = lease;
  }

  /** The verdict is read by `inner` in the turn that looked at the lease. */
  async verify(request: VerifyRequest, options?: VerifyOptions): Promise<Verification> {
    while (!this.#lease.isHeld()) await this.#lease.held(WAIT_MS);
    return this.#inner.verify(request, options);
  }
}
