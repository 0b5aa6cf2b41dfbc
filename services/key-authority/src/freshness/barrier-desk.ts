import type { Directory } from '@keyledger/directory';
import {
  type AppliedReport,
  type Incarnation,
  type LeaseTerms,
  type LedgerPosition,
  type NamedHolder,
  type Noop,
  holdOf,
} from '@keyledger/domain';
import { type Holders, incarnationOf } from '@keyledger/freshness';
import { type BarrierAnswer, type BarrierRequest, type BarrierSource, Fault, type Timers } from '@keyledger/ports';
import type { Acknowledged } from '../ledger/acknowledged.ts';

/** A renewal waits for others so long; it costs that part of a lease, and bounds how many no-ops are written. */
const GATHER_MS = 25;
/** What one no-op names; of more, it says that there are more (rule 3). */
const MAX_NAMES = 4_000;
/** What one no-op passes on; the rest goes with the next. */
const MAX_REPORTS = 1_000;
/** Of one holder; it asks again when these have failed. */
const MAX_QUESTIONS = 16;
const RETRY_MS = 250;
/** Until this replica has read its own no-op back. */
const READ_BACK_MS = 2_000;

export interface BarrierDeskOptions {
  readonly acknowledged: Pick<Acknowledged, 'barrier'>;
  readonly holders: Holders;
  readonly directory: Directory;
  /** @throws Fault `not_caught_up` */
  readonly waitFor: (position: LedgerPosition, deadlineMs: number) => Promise<void>;
  /** The most that this authority grants; the ledger's own limit holds as well (rule 2). */
  readonly policy: LeaseTerms;
  readonly timers: Timers;
  readonly maxNames?: number;
  /** How far this replica is: it goes with every no-op, for those who have nobody else to tell them. */
  readonly ownReport?: () => AppliedReport | null;
  /** A no-op is about to be written for somebody: who asks now goes along. */
  readonly onWriting?: () => void;
}

interface Waiting {
  readonly request: BarrierRequest;
  readonly incarnation: Incarnation;
  readonly terms: LeaseTerms;
  readonly answer: PromiseWithResolvers<BarrierAnswer>;
}

/**
 * Answers barriers by writing: one no-op for all who wait at that moment names them, and its acknowledgement proves
 * that everything acknowledged before stands below it. Who asks while one is being written waits for the next (rule 3).
 * What holders have reported to this authority alone goes along.
 */
export class BarrierDesk implements BarrierSource {
  readonly #options: BarrierDeskOptions;
  #waiting: Waiting[] = [];
  #reports = new Map<Incarnation, AppliedReport>();
  #writing: Promise<void> | null = null;
  #cancelTimer: (() => void) | null = null;

  constructor(options: BarrierDeskOptions) {
    this.#options = options;
  }

  barrier(request: BarrierRequest): Promise<BarrierAnswer> {
    if (this.#options.directory.ledgerId === '') return Promise.reject(notOpened());
    const answer = Promise.withResolvers<BarrierAnswer>();
    const incarnation = incarnationOf(request.proof);
    const own = this.#waiting.filter((one) => one.incarnation === incarnation).length;
    if (own >= MAX_QUESTIONS) return Promise.reject(tooMany());
    this.#waiting.push({ request, incarnation, terms: this.#atMost(request.terms), answer });
    if (request.isUrgent) void this.#write();
    else this.#writeIn(GATHER_MS);
    return answer.promise;
  }

  /** Passes on what a holder said, for the authorities that it does not know. @returns when that was tried */
  relay(report: AppliedReport): Promise<void> {
    this.#reports.set(report.incarnation, report);
    return this.#write();
  }

  #writeIn(ms: number): void {
    this.#cancelTimer ??= this.#options.timers.after(ms, () => void this.#write());
  }

  #write(): Promise<void> {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    this.#writing ??= this.#writeAll();
    return this.#writing;
  }

  async #writeAll(): Promise<void> {
    // What is asked in one turn of the event loop goes together.
    await Promise.resolve();
    let isWell = true;
    while (this.#waiting.length > 0 || (isWell && this.#reports.size > 0)) isWell = await this.#writeOne();
    // Whoever waits for what is to be passed on waits a little longer; nobody else asks for it again.
    if (!isWell && this.#reports.size > 0) this.#writeIn(RETRY_MS);
    // In the same turn as the last look: who asks later starts the next writing.
    this.#writing = null;
  }

  async #writeOne(): Promise<boolean> {
    if (this.#waiting.length > 0) this.#options.onWriting?.();
    const waiting = this.#waiting;
    this.#waiting = [];
    const reports = this.#takeReports();
    const { holders, complete } = this.#names(waiting);
    try {
      const noop = { holders, complete, reports: this.#withOwn(reports) };
      const position = await this.#options.acknowledged.barrier(noop);
      for (const { incarnation, terms, request } of waiting) {
        this.#options.holders.granted(position, incarnation, terms, request.sharesLimits);
      }
      for (const one of waiting) void this.#answer(one, position);
      return true;
    } catch (error) {
      // It may land later and name holders that have no lease: somebody waits for nothing, which is harmless.
      for (const { answer } of waiting) answer.reject(error);
      this.#reports = new Map([...reports, ...this.#reports]);
      return false;
    }
  }

  /** Each holder once, by the longest of what it has asked for. */
  #names(waiting: readonly Waiting[]): Pick<Noop, 'holders' | 'complete'> {
    const longest = new Map<Incarnation, Waiting>();
    for (const one of waiting) {
      const before = longest.get(one.incarnation);
      if (before === undefined || holdOf(before.terms) < holdOf(one.terms)) longest.set(one.incarnation, one);
    }
    const named = [...longest.values()].slice(0, this.#options.maxNames ?? MAX_NAMES);
    const holders = named.map(({ incarnation, terms, request: { sharesLimits } }): NamedHolder =>
      sharesLimits === true ? { incarnation, terms, sharesLimits } : { incarnation, terms },
    );
    return { holders, complete: named.length === longest.size };
  }

  /** What is passed on, and this replica's own. */
  #withOwn(reports: ReadonlyMap<Incarnation, AppliedReport>): AppliedReport[] {
    const own = this.#options.ownReport?.() ?? null;
    const isSaid = own === null || reports.get(own.incarnation)?.gaveBack === true;
    return [...new Map(isSaid ? reports : [...reports, [own.incarnation, own]]).values()];
  }

  #takeReports(): Map<Incarnation, AppliedReport> {
    const taken = new Map([...this.#reports].slice(0, MAX_REPORTS));
    for (const incarnation of taken.keys()) this.#reports.delete(incarnation);
    return taken;
  }

  /** By the limit as it is where the no-op stands: every reader knows that one, whatever it was when it was built. */
  async #answer({ request, terms, answer }: Waiting, position: LedgerPosition): Promise<void> {
    const { directory, waitFor } = this.#options;
    try {
      await waitFor(position, READ_BACK_MS);
      const granted = within(terms, directory.ledger.maxHoldMs);
      const { sharingLimits: limitSharers } = this.#options.holders;
      const { ledgerId } = directory;
      answer.resolve({ nonce: request.nonce, ledgerId, position, terms: granted, limitSharers });
    } catch (error) {
      answer.reject(error);
    }
  }

  #atMost(asked: LeaseTerms): LeaseTerms {
    const { policy, directory } = this.#options;
    const allowed = {
      stalenessMs: Math.min(asked.stalenessMs, policy.stalenessMs),
      staleAllowanceMs: Math.min(asked.staleAllowanceMs, policy.staleAllowanceMs),
    };
    return within(allowed, directory.ledger.maxHoldMs);
  }
}

function within(terms: LeaseTerms, maxHoldMs: number): LeaseTerms {
  if (holdOf(terms) <= maxHoldMs) return terms;
  const stalenessMs = Math.min(terms.stalenessMs, maxHoldMs);
  return { stalenessMs, staleAllowanceMs: maxHoldMs - stalenessMs };
}

const tooMany = (): Fault => new Fault('rate_limited', 'This holder has too many unanswered barriers.');

const notOpened = (): Fault => new Fault('not_caught_up', 'This replica has not read the ledger yet; try again.');
