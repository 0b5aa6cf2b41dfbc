import { type Incarnation, type LeaseTerms, type LedgerPosition, type Noop, holdOf } from '@keyledger/domain';
import type { Clock } from '@keyledger/ports';
import { PossibleLeases } from './possible-leases.ts';

/**
 * How much longer than a lease lasts the waiting side waits: both clocks may be 10 % wrong (time daemons slew by up to
 * that), the lease's slow and this one fast: 1.1 / 0.9 = 1.222.
 */
const WAIT_FACTOR = 1.25;

export const waitOf = (holdMs: number): number => holdMs * WAIT_FACTOR;

/** A report may be faster than this replica reads the naming; of those, the oldest are forgotten first. */
const MAX_EARLY_REPORTS = 10_000;
const FORGET_EVERY_MS = 1_000;

/** What a holder has said of itself. */
interface Said {
  readonly applied: number;
  readonly gaveBack: boolean;
}

interface Holder {
  readonly leases: PossibleLeases;
  said: Said;
  sharesLimits: boolean;
}

const mayHold = ({ said, leases }: Holder, now: number): boolean => !said.gaveBack && !leases.isOver(now);

const NOTHING: Said = { applied: -1, gaveBack: false };

/**
 * Who may still hold a lease from before a position, as one authority knows it: from the no-ops that it has read, what
 * it granted itself, and what holders have reported (the protocol's rule 13). Measured on the monotonic clock alone,
 * and kept in memory: looking the names up in the log later would be wrong, compaction may have removed them.
 */
export class Holders {
  readonly #clock: Clock;
  readonly #onChange: () => void;
  readonly #named = new Map<Incarnation, Holder>();
  readonly #early = new Map<Incarnation, Said>();
  /** Of holders that nobody can name: of incomplete no-ops, and of those that compaction removed. */
  #unknown = new PossibleLeases();
  #beganAt = Infinity;
  #forgetAt = -Infinity;

  /** @param onChange called when somebody need not be waited for any more */
  constructor(clock: Clock, onChange: () => void = () => undefined) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /** The ledger is read on from a state that was loaded just now: who holds leases from before is not known. */
  began(): void {
    this.#beganAt = this.#clock.monotonic();
    this.#named.clear();
    this.#early.clear();
    this.#unknown = new PossibleLeases();
  }

  /** A no-op was read. @param maxHoldMs the longest lease that could be granted there */
  read(position: LedgerPosition, { holders, complete, reports }: Noop, maxHoldMs: number): void {
    for (const { incarnation, terms, sharesLimits } of holders) {
      this.granted(position, incarnation, terms, sharesLimits);
    }
    if (!complete) this.gap(position, maxHoldMs);
    for (const { incarnation, applied, gaveBack } of reports) {
      if (gaveBack) this.gaveBack(incarnation);
      else this.reported(incarnation, applied);
    }
  }

  /** Records at and below this were removed by compaction: they may have named anyone. */
  gap(position: LedgerPosition, maxHoldMs: number): void {
    this.#unknown.add(position, this.#clock.monotonic(), waitOf(maxHoldMs));
  }

  /** This holder may hold a lease that counts from what stands at this position. */
  granted(position: LedgerPosition, incarnation: Incarnation, terms: LeaseTerms, sharesLimits = false): void {
    const now = this.#clock.monotonic();
    this.#forgetNowAndThen(now);
    let holder = this.#named.get(incarnation);
    if (holder === undefined) {
      holder = { leases: new PossibleLeases(), said: this.#early.get(incarnation) ?? NOTHING, sharesLimits };
      this.#early.delete(incarnation);
      this.#named.set(incarnation, holder);
    }
    holder.leases.add(position, now, waitOf(holdOf(terms)));
  }

  /** Whether it may hold a lease now, or has held one lately. */
  isNamed(incarnation: Incarnation): boolean {
    return this.#named.has(incarnation);
  }

  reported(incarnation: Incarnation, applied: LedgerPosition): void {
    this.#note(incarnation, ({ gaveBack, applied: before }) => ({ gaveBack, applied: Math.max(applied, before) }));
  }

  /** Final: it has stopped serving. */
  gaveBack(incarnation: Incarnation): void {
    this.#note(incarnation, ({ applied }) => ({ applied, gaveBack: true }));
  }

  /** How many may hold a lease now. */
  get count(): number {
    const now = this.#clock.monotonic();
    let count = 0;
    for (const holder of this.#named.values()) if (mayHold(holder, now)) count += 1;
    return count;
  }

  /** How many of them are of those among which rate limits are shared out. */
  get sharingLimits(): number {
    const now = this.#clock.monotonic();
    let count = 0;
    for (const holder of this.#named.values()) if (holder.sharesLimits && mayHold(holder, now)) count += 1;
    return count;
  }

  /**
   * How long until nobody can hold a lease that does not know what stands at `position`, if nobody reports; 0: nobody
   * can now. `position` has been read, and is that of the change itself.
   * @param longestHoldMs the longest lease that could be granted before this replica began to read
   */
  remainingMs(position: LedgerPosition, longestHoldMs: number): number {
    let until = Math.max(this.#beganAt + waitOf(longestHoldMs), this.#unknown.until(position));
    for (const { leases, said } of this.#named.values()) {
      // Only who was there below the position can have a lease that does not know it.
      if (!said.gaveBack && said.applied < position) until = Math.max(until, leases.until(position));
    }
    return Math.max(0, until - this.#clock.monotonic());
  }

  #note(incarnation: Incarnation, change: (said: Said) => Said): void {
    const holder = this.#named.get(incarnation);
    if (holder === undefined) this.#noteEarly(incarnation, change(this.#early.get(incarnation) ?? NOTHING));
    else holder.said = change(holder.said);
    this.#onChange();
  }

  #noteEarly(incarnation: Incarnation, said: Said): void {
    this.#early.delete(incarnation);
    this.#early.set(incarnation, said);
    for (const oldest of this.#early.keys()) {
      if (this.#early.size <= MAX_EARLY_REPORTS) break;
      this.#early.delete(oldest);
    }
  }

  /** Those whose lease has run out; seldom, as it looks at all. */
  #forgetNowAndThen(now: number): void {
    if (now < this.#forgetAt) return;
    this.#forgetAt = now + FORGET_EVERY_MS;
    for (const [incarnation, { leases }] of this.#named) if (leases.isOver(now)) this.#named.delete(incarnation);
  }
}
