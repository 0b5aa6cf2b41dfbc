import { type Incarnation, type LeaseTerms, type LedgerPosition, type Noop, holdOf } from '@keyledger/domain';
import type { Clock } from '@keyledger/ports';

/**
 * How much longer than a lease lasts the waiting side waits: both clocks may be 10 % wrong (time daemons slew by up to
 * that), the lease's slow and this one fast: 1.1 / 0.9 = 1.222.
 */
const WAIT_FACTOR = 1.25;

export const waitOf = (holdMs: number): number => holdMs * WAIT_FACTOR;

/** Reports of holders that no no-op has named yet are kept too: a report may be faster than this replica reads. */
const MAX_REPORTS = 20_000;
const FORGET_EVERY_MS = 1_000;

/** Someone may use what it had read below `position`, until then. */
interface Possible {
  readonly position: LedgerPosition;
  /** By the monotonic clock. */
  readonly until: number;
}

interface Reported {
  readonly applied: number;
  readonly gaveBack: boolean;
}

/**
 * Who may still hold a lease from before a position, as one authority knows it: from the no-ops that it has read, what
 * it granted itself, and what holders have reported (the protocol's rule 13). Measured on the monotonic clock alone,
 * and kept in memory: looking the names up in the log later would be wrong, compaction may have removed them.
 */
export class Holders {
  readonly #clock: Clock;
  readonly #onChange: () => void;
  readonly #named = new Map<Incarnation, readonly Possible[]>();
  readonly #reported = new Map<Incarnation, Reported>();
  /** Holders that nobody can name: of incomplete no-ops, and of those that compaction removed. */
  #unknown: readonly Possible[] = [];
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
    this.#reported.clear();
    this.#unknown = [];
  }

  /** A no-op was read. @param maxHoldMs the longest lease that could be granted there */
  read(position: LedgerPosition, { holders, complete, reports }: Noop, maxHoldMs: number): void {
    this.#forgetNowAndThen();
    for (const { incarnation, terms } of holders) this.granted(position, incarnation, terms);
    if (!complete) this.gap(position, maxHoldMs);
    for (const { incarnation, applied, gaveBack } of reports) {
      if (gaveBack) this.gaveBack(incarnation);
      else this.reported(incarnation, applied);
    }
  }

  /** Records at and below this were removed by compaction: they may have named anyone. */
  gap(position: LedgerPosition, maxHoldMs: number): void {
    const now = this.#clock.monotonic();
    this.#unknown = [...this.#unknown.filter(({ until }) => until > now), { position, until: now + waitOf(maxHoldMs) }];
  }

  /** This holder may hold a lease that counts from what stands at this position. */
  granted(position: LedgerPosition, incarnation: Incarnation, terms: LeaseTerms): void {
    const now = this.#clock.monotonic();
    const before = this.#named.get(incarnation)?.filter(({ until }) => until > now) ?? [];
    this.#named.set(incarnation, [...before, { position, until: now + waitOf(holdOf(terms)) }]);
  }

  reported(incarnation: Incarnation, applied: LedgerPosition): void {
    const before = this.#reported.get(incarnation);
    this.#report(incarnation, {
      applied: Math.max(applied, before?.applied ?? -1),
      gaveBack: before?.gaveBack ?? false,
    });
  }

  /** Final: it has stopped serving. */
  gaveBack(incarnation: Incarnation): void {
    this.#report(incarnation, { applied: this.#reported.get(incarnation)?.applied ?? -1, gaveBack: true });
  }

  /** How many may hold a lease now. */
  get count(): number {
    const now = this.#clock.monotonic();
    let count = 0;
    for (const [incarnation, possible] of this.#named) {
      const hasGivenBack = this.#reported.get(incarnation)?.gaveBack === true;
      if (!hasGivenBack && possible.some(({ until }) => until > now)) count += 1;
    }
    return count;
  }

  /**
   * How long until nobody can hold a lease that does not know what stands at `position`, if nobody reports; 0: nobody
   * can now. `position` has been read, and is that of the change itself.
   * @param longestHoldMs the longest lease that could ever be granted on this ledger
   */
  remainingMs(position: LedgerPosition, longestHoldMs: number): number {
    const now = this.#clock.monotonic();
    let until = this.#beganAt + waitOf(longestHoldMs);
    for (const unknown of this.#unknown) until = latest(until, unknown, position);
    for (const [incarnation, possible] of this.#named) {
      if (this.#knows(incarnation, position)) continue;
      for (const one of possible) until = latest(until, one, position);
    }
    return Math.max(0, until - now);
  }

  /** Those whose lease has run out long ago; seldom, as it looks at all. */
  #forgetNowAndThen(): void {
    const now = this.#clock.monotonic();
    if (now < this.#forgetAt) return;
    this.#forgetAt = now + FORGET_EVERY_MS;
    for (const [incarnation, possible] of this.#named) {
      if (possible.every(({ until }) => until <= now)) this.#named.delete(incarnation);
    }
  }

  #knows(incarnation: Incarnation, position: LedgerPosition): boolean {
    const reported = this.#reported.get(incarnation);
    return reported !== undefined && (reported.gaveBack || reported.applied >= position);
  }

  #report(incarnation: Incarnation, reported: Reported): void {
    // At the end again: what is forgotten first is what has been silent for longest.
    this.#reported.delete(incarnation);
    this.#reported.set(incarnation, reported);
    for (const oldest of this.#reported.keys()) {
      if (this.#reported.size <= MAX_REPORTS) break;
      this.#reported.delete(oldest);
    }
    this.#onChange();
  }
}

/** Only who was there below the position can have a lease that does not know it. */
const latest = (until: number, possible: Possible, position: LedgerPosition): number =>
  possible.position < position ? Math.max(until, possible.until) : until;
