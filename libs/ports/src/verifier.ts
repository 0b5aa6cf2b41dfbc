import type { AccessRequest, Grant, LedgerPosition, ReasonCode } from '@keyledger/domain';

export interface VerifyRequest extends AccessRequest {
  /** The key's whole text. Never logged, stored or echoed. */
  readonly secret: string;
}

/**
 * Whether a key may do what it asks for. A refusal is a value; only what prevents an answer is thrown. It says nothing of
 * how long it holds: only who has a lease may use it for a later request (rule 8).
 */
export interface Verification {
  /** Empty: allowed. */
  readonly reasonCode: ReasonCode | '';
  /** What is known of the key, also when it is refused; null: nothing. */
  readonly grant: Grant | null;
  /** The position of the state that this was answered from. */
  readonly position: LedgerPosition;
}

export interface VerifyOptions {
  readonly signal?: AbortSignal;
}

export interface Verifier {
  /** @throws Fault `digest_key_unavailable` where no safe answer can be had now, `rate_limited` under a flood. */
  verify(request: VerifyRequest, options?: VerifyOptions): Promise<Verification>;
}
