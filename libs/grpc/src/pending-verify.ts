import { Fault, type Verification, type VerifyRequest } from '@keyledger/ports';
import type { VerifyRequest as WireVerifyRequest } from '@keyledger/proto';
import { verifyRequestToWire } from './verify-request-wire.ts';

/** One caller that waits for its verification. */
export class PendingVerify {
  readonly wire: WireVerifyRequest;
  readonly promise: Promise<Verification>;
  /** About how many bytes it adds to a message. */
  readonly weight: number;
  /** Streams that broke under it. */
  breaks = 0;
  #settled = false;
  readonly #resolve: (verification: Verification) => void;
  readonly #reject: (fault: Fault) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #signal: AbortSignal | undefined;

  /** @throws Fault `validation_failed` */
  constructor(request: VerifyRequest, deadlineMs: number, signal: AbortSignal | undefined) {
    this.wire = verifyRequestToWire(request);
    this.weight = weightOf(request);
    const { promise, resolve, reject } = Promise.withResolvers<Verification>();
    this.promise = promise;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#timer = setTimeout(this.#onDeadline, deadlineMs);
    this.#signal = signal;
    if (signal?.aborted === true) this.#onAbort();
    else signal?.addEventListener('abort', this.#onAbort);
  }

  /** Whether the caller has its answer, or has gone. */
  get settled(): boolean {
    return this.#settled;
  }

  succeed(verification: Verification): void {
    if (this.#settle()) this.#resolve(verification);
  }

  fail(fault: Fault): void {
    if (this.#settle()) this.#reject(fault);
  }

  readonly #onDeadline = (): void => this.fail(unanswered('no answer within the deadline'));
  readonly #onAbort = (): void => this.fail(unanswered('the caller gave up', this.#signal?.reason));

  #settle(): boolean {
    if (this.#settled) return false;
    this.#settled = true;
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener('abort', this.#onAbort);
    return true;
  }
}

export const unanswered = (internal: string, cause?: unknown): Fault =>
  new Fault('digest_key_unavailable', 'The key could not be verified now.', { internal, cause });

/** An upper bound: three bytes of UTF-8 for each UTF-16 unit, and the fields' own. */
function weightOf({ secret, scopes, route, clientAddress, origin }: VerifyRequest): number {
  const texts = secret.length + (route?.length ?? 0) + (clientAddress?.length ?? 0) + origin.length;
  return 32 + 3 * scopes.reduce((sum, scope) => sum + scope.length + 2, texts);
}
