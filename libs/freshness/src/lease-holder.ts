import { type LeaseTerms, type LedgerPosition } from '@keyledger/domain';
import {
  type AppliedReporter,
  type BarrierAnswer,
  type BarrierSource,
  type Clock,
  Fault,
  type HolderProof,
  type LeaseState,
  type Logger,
  NO_LEASE,
  type Timers,
  isFault,
} from '@keyledger/ports';
import { Lease } from './lease.ts';

export interface LeaseObserver {
  /** What this life has read is not the ledger that the authorities write: it has to begin anew. */
  ledgerReplaced?(): void;
}

export interface LeaseHolderOptions {
  readonly source: BarrierSource;
  readonly reporter: AppliedReporter;
  /** The most that is asked for; an authority may grant less. */
  readonly terms: LeaseTerms;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly newProof: () => HolderProof;
  /** How often it asks within a staleness bound; absent: so that two askings may fail unnoticed. */
  readonly renewalsPerBound?: number;
  /** Of a lease: with no more left, in milliseconds, it does not wait for others who ask. Absent: once it has run out. */
  readonly urgentBelowMs?: number;
  readonly logger: Logger;
  readonly observer?: LeaseObserver;
}

const RENEWALS_PER_BOUND = 3;
/** Of the time from one asking to the next: after that, it is worth going along with others. */
const JOINS_AFTER = 1 / 2;
const RETRY_MS = 250;

/** What ends with its life: no lease, question or answer survives it. */
interface Life {
  readonly proof: HolderProof;
  readonly lease: Lease;
  readonly over: AbortController;
  applied: LedgerPosition;
  ledgerId: string;
  /** When it was last asked for, by the monotonic clock. */
  askedAt: number;
  /** The newest answer was a failure. */
  isFailing: boolean;
  cancelNext: () => void;
}

/**
 * Keeps one process in a lease: asks for it, renews it before it runs out, and tells the authorities how far it has
 * applied the ledger. Whoever follows the ledger drives it: {@link begin}, {@link applied}, {@link end}.
 */
export class LeaseHolder {
  readonly #options: LeaseHolderOptions;
  readonly #waiting = new Set<() => void>();
  #life: Life | null = null;
  #asking = 0;

  constructor(options: LeaseHolderOptions) {
    this.#options = options;
  }

  /** A new life begins, which has applied the ledger up to here and reads on from there. */
  begin(applied: LedgerPosition): void {
    this.end();
    const { clock, newProof } = this.#options;
    this.#life = {
      proof: newProof(),
      lease: new Lease(clock, applied),
      over: new AbortController(),
      applied,
      ledgerId: '',
      askedAt: -Infinity,
      isFailing: false,
      cancelNext: () => undefined,
    };
    this.#ask(this.#life, true);
  }

  /**
   * Everything up to here is applied, in entries and watermarks alike (rule 9: only then it is told).
   * @param isNews whether it held attempts; what holds none need not be told
   */
  applied(position: LedgerPosition, isNews = true): void {
    const life = this.#life;
    if (life === null) return;
    life.applied = position;
    life.lease.applied(position);
    if (isNews && life.ledgerId !== '') this.#options.reporter.applied(life.proof, life.ledgerId, position);
    this.#wake();
  }

  /** A barrier is about to be written for others: one that is due soon costs nothing now. */
  join(): void {
    const life = this.#life;
    if (life === null || this.#asking > 0) return;
    const sinceMs = this.#options.clock.monotonic() - life.askedAt;
    if (sinceMs >= this.#renewalMs(life, this.#options.terms) * JOINS_AFTER) this.#ask(life, false);
  }

  /** Nothing is read any more: no lease is held. */
  end(): void {
    this.#life?.over.abort();
    this.#life?.cancelNext();
    this.#life = null;
  }

  /** Reads both clocks now. It holds for a verdict that is read next, in the same turn (rule 6). */
  isHeld(): boolean {
    return this.#life !== null && this.#life.lease.isHeld();
  }

  state(): LeaseState {
    return this.#life?.lease.state() ?? NO_LEASE;
  }

  /** The proof of this life; null: there is none. */
  get proof(): HolderProof | null {
    return this.#life?.proof ?? null;
  }

  /**
   * Resolves when a lease is held; who waits looks again by {@link isHeld}.
   * @throws Fault `digest_key_unavailable` after `deadlineMs`
   */
  held(deadlineMs: number): Promise<void> {
    if (this.isHeld()) return Promise.resolve();
    if (this.#life !== null && this.#asking === 0) this.#ask(this.#life, true);
    return new Promise((resolve, reject) => {
      const settle = (finish: () => void): void => {
        cancel();
        this.#waiting.delete(wake);
        finish();
      };
      const wake = (): void => settle(resolve);
      const cancel = this.#options.timers.after(deadlineMs, () => settle(() => reject(noLease())));
      this.#waiting.add(wake);
    });
  }

  /** Stops for good, and tells the authorities so. */
  async close(): Promise<void> {
    const life = this.#life;
    this.end();
    if (life !== null && life.ledgerId !== '') {
      await this.#options.reporter.giveBack(life.proof, life.ledgerId, life.applied);
    }
  }

  #ask(life: Life, isUrgent: boolean): void {
    const { source, terms, clock } = this.#options;
    life.askedAt = clock.monotonic();
    const request = { nonce: life.lease.ask(), proof: life.proof, terms, isUrgent };
    this.#asking += 1;
    this.#schedule(life, this.#renewalMs(life, terms));
    source
      .barrier(request, life.over.signal)
      .finally(() => (this.#asking -= 1))
      .then(
        (answer) => this.#answered(life, answer),
        (error: unknown) => this.#failed(life, error),
      );
  }

  /** Without waiting for the answer: one that is lost must not hold up the next. */
  #schedule(life: Life, afterMs: number): void {
    const { timers, urgentBelowMs = 0 } = this.#options;
    life.cancelNext();
    life.cancelNext = timers.after(afterMs, () => this.#ask(life, life.lease.state().remainingMs <= urgentBelowMs));
  }

  #answered(life: Life, answer: BarrierAnswer): void {
    if (life.over.signal.aborted) return;
    const isOther = life.ledgerId !== '' && life.ledgerId !== answer.ledgerId;
    if (isOther || !life.lease.granted({ ...answer, terms: atMost(answer.terms, this.#options.terms) })) {
      this.#options.logger.error({ ledgerId: answer.ledgerId }, 'the ledger was replaced: beginning anew');
      this.end();
      this.#options.observer?.ledgerReplaced?.();
      return;
    }
    const isFirst = life.ledgerId === '';
    life.ledgerId = answer.ledgerId;
    if (life.isFailing) this.#options.logger.info({}, 'leases are granted again');
    life.isFailing = false;
    // An earlier barrier may have named this life without an answer; what it has applied since was not told yet.
    if (isFirst) this.applied(life.applied);
    // What is granted for less than what was asked has to be renewed sooner; and a lease lasts from the asking on.
    const sinceMs = this.#options.clock.monotonic() - life.askedAt;
    const renewalMs = this.#renewalMs(life, atMost(answer.terms, this.#options.terms));
    this.#schedule(life, Math.max(0, renewalMs - sinceMs));
    this.#wake();
  }

  #failed(life: Life, error: unknown): void {
    if (life.over.signal.aborted) return;
    // One line for each outage, not one for each asking.
    if (!life.isFailing) {
      const fields = isFault(error) ? { code: error.code, internal: error.internal } : { err: error };
      this.#options.logger.warn(fields, 'no lease is granted at the moment; asking again and again');
    }
    life.isFailing = true;
    this.#schedule(life, Math.min(RETRY_MS, this.#renewalMs(life, this.#options.terms)));
  }

  /** Up to a tenth earlier, each life by its own part: those that began together do not stay together. */
  #renewalMs({ proof }: Life, { stalenessMs }: LeaseTerms): number {
    const { renewalsPerBound = RENEWALS_PER_BOUND } = this.#options;
    const part = Number.parseInt(proof.slice(0, 4), 16) / 0x10000;
    return (stalenessMs / renewalsPerBound) * (1 - part / 10);
  }

  #wake(): void {
    if (this.#waiting.size === 0 || !this.isHeld()) return;
    for (const wake of [...this.#waiting]) wake();
  }
}

function atMost(granted: LeaseTerms, asked: LeaseTerms): LeaseTerms {
  return {
    stalenessMs: Math.min(granted.stalenessMs, asked.stalenessMs),
    staleAllowanceMs: Math.min(granted.staleAllowanceMs, asked.staleAllowanceMs),
  };
}

const noLease = (): Fault =>
  new Fault('digest_key_unavailable', 'API-key verification is temporarily unavailable.', {
    internal: 'no lease is held: no barrier has been completed in time',
  });
