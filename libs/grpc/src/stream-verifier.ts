import type { Verification, Verifier, VerifyOptions, VerifyRequest } from '@keyledger/ports';
import type { VerifyResponse__Output as VerifyResponse } from '@keyledger/proto';
import type { AuthorityClientOptions } from './channel.ts';
import { Endpoints } from './endpoints.ts';
import { logLost } from './log-lost.ts';
import { PendingVerify, unanswered } from './pending-verify.ts';
import { faultOf } from './status.ts';
import { verificationFromWire } from './verification-wire.ts';
import { VerifyConnection } from './verify-connection.ts';

/** Of the authorities, one is used as long as it answers. */
export interface StreamVerifierOptions extends AuthorityClientOptions {
  /** Milliseconds that a caller waits at most; 2,000 by default. */
  readonly deadlineMs?: number;
  /** Most requests in a message, at most 1,000; 256 by default. */
  readonly maxBatch?: number;
  /** Messages under way at once; what comes meanwhile waits and goes together. 4 by default. */
  readonly maxUnanswered?: number;
  /** The ledger that answers must come from; null: not known yet, any. */
  readonly ledgerId?: () => string | null;
}

/** A message of this weight leaves, even if more is waiting: authorities read at most 4 MB. */
const MAX_MESSAGE_BYTES = 1024 * 1024;
/** A call whose stream broke is asked once more, since asking changes nothing. */
const MAX_BREAKS = 2;

/**
 * The verifier port over one stream to one authority at a time. Every call is sent after it was made, never answered
 * from an older one (spec rule 7). A call that no authority has answered within the deadline, or whose stream broke
 * twice, is the fault `digest_key_unavailable`.
 */
export class StreamVerifier implements Verifier {
  readonly #options: StreamVerifierOptions;
  readonly #endpoints: Endpoints;
  readonly #deadlineMs: number;
  readonly #maxBatch: number;
  readonly #maxUnanswered: number;
  #waiting: PendingVerify[] = [];
  #connection: VerifyConnection | undefined;
  #flushing: NodeJS.Immediate | undefined;
  #resting: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: StreamVerifierOptions) {
    this.#options = options;
    this.#endpoints = new Endpoints(options.endpoints);
    this.#deadlineMs = options.deadlineMs ?? 2000;
    this.#maxBatch = options.maxBatch ?? 256;
    this.#maxUnanswered = options.maxUnanswered ?? 4;
  }

  async verify(request: VerifyRequest, { signal }: VerifyOptions = {}): Promise<Verification> {
    if (this.#closed) throw unanswered('the verifier is closed');
    const call = new PendingVerify(request, this.#deadlineMs, signal);
    this.#waiting.push(call);
    this.#flushSoon();
    return call.promise;
  }

  /** Calls that wait fail at once. */
  close(): void {
    this.#closed = true;
    clearImmediate(this.#flushing);
    clearTimeout(this.#resting);
    this.#connection?.close();
    for (const call of this.#waiting) call.fail(unanswered('the verifier was closed'));
    this.#waiting = [];
  }

  /** After what this turn of the event loop still brings, so that it goes in the same message. */
  #flushSoon(): void {
    if (!this.#closed) this.#flushing ??= setImmediate(this.#flush);
  }

  readonly #flush = (): void => {
    this.#flushing = undefined;
    this.#waiting = this.#waiting.filter((call) => !call.settled);
    if (this.#waiting.length === 0) return;
    this.#connection ??= this.#connect();
    const connection = this.#connection;
    while (connection !== undefined && this.#waiting.length > 0 && connection.unanswered < this.#maxUnanswered) {
      connection.send(this.#takeBatch());
    }
  };

  #takeBatch(): readonly PendingVerify[] {
    let weight = 0;
    let count = 0;
    for (const call of this.#waiting) {
      weight += call.weight;
      if (count >= this.#maxBatch || (count > 0 && weight > MAX_MESSAGE_BYTES)) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  #connect(): VerifyConnection | undefined {
    const { address, waitMs } = this.#endpoints.next();
    if (waitMs > 0) {
      this.#rest(waitMs);
      return undefined;
    }
    try {
      return this.#open(address);
    } catch (error) {
      // Such as a token that cannot be read now.
      this.#broken(address, error, [], false);
      return undefined;
    }
  }

  #open(address: string): VerifyConnection {
    return new VerifyConnection({
      endpoint: address,
      tls: this.#options.tls,
      token: this.#options.token,
      // Half the deadline: the other half is for another authority.
      silenceMs: this.#deadlineMs / 2,
      answered: (call, response) => this.#answered(call, response),
      roomAgain: () => {
        this.#endpoints.worked(address);
        if (this.#waiting.length > 0) this.#flushSoon();
      },
      broken: (error, calls, served) => this.#broken(address, error, calls, served),
    });
  }

  #rest(waitMs: number): void {
    this.#resting ??= setTimeout(() => {
      this.#resting = undefined;
      this.#flushSoon();
    }, waitMs);
  }

  #answered(call: PendingVerify, response: VerifyResponse): void {
    if (call.settled) return;
    try {
      call.succeed(verificationFromWire(response, this.#options.ledgerId?.() ?? null));
    } catch (error) {
      const fault = faultOf(error, 'digest_key_unavailable');
      if (fault.internal !== undefined) this.#options.logger.error({ internal: fault.internal }, 'answer not usable');
      call.fail(fault);
    }
  }

  #broken(endpoint: string, error: unknown, calls: readonly PendingVerify[], served: boolean): void {
    this.#connection = undefined;
    this.#endpoints.failed(endpoint);
    if (!this.#closed) logLost(this.#options.logger, endpoint, error, 'lost the stream to the authority');
    const again = calls.filter((call) => {
      if (served) call.breaks += 1;
      if (this.#closed || call.breaks >= MAX_BREAKS) call.fail(unanswered('the stream to the authority broke', error));
      return !call.settled;
    });
    this.#waiting = [...again, ...this.#waiting];
    this.#flushSoon();
  }
}
