import { BEFORE_FIRST, type LeaseTerms, type LedgerPosition, holdOf } from '@keyledger/domain';
import { type BarrierAnswer, type Clock, type LeaseState, NO_LEASE } from '@keyledger/ports';

/** Both clocks at one moment: each catches what the other does not (a suspended machine, a wall clock that is set). */
interface Moment {
  readonly wall: number;
  readonly monotonic: number;
}

interface Question {
  /** `t0`: what is granted counts from here. */
  readonly at: Moment;
  readonly applied: LedgerPosition;
}

interface Grant {
  readonly nonce: number;
  readonly from: Moment;
  /** Counts once this is applied. */
  readonly position: LedgerPosition;
  readonly terms: LeaseTerms;
  readonly hold: number;
}

/** Unanswered questions that are remembered; an answer to an older one is not used. */
const MAX_QUESTIONS = 8;
/** Granted, and the ledger not yet applied so far. */
const MAX_PENDING = 8;

/**
 * For how long what one life of a holder has read may be used (the protocol's rules 1 and 5). It begins when the
 * barrier was *asked* for, and counts once everything up to the barrier is applied: from then on the holder knows all
 * that was acknowledged before the asking.
 */
export class Lease {
  readonly #clock: Clock;
  readonly #questions = new Map<number, Question>();
  #pending: readonly Grant[] = [];
  #current: Grant | null = null;
  #applied: LedgerPosition;
  #lastNonce = 0;

  constructor(clock: Clock, applied: LedgerPosition = BEFORE_FIRST) {
    this.#clock = clock;
    this.#applied = applied;
  }

  /** Notes both clocks. @returns the nonce that the answer has to bring back */
  ask(): number {
    this.#lastNonce += 1;
    this.#questions.set(this.#lastNonce, { at: this.#now(), applied: this.#applied });
    for (const oldest of this.#questions.keys()) {
      if (this.#questions.size <= MAX_QUESTIONS) break;
      this.#questions.delete(oldest);
    }
    return this.#lastNonce;
  }

  /**
   * @returns false: the barrier stands below what was applied already when it was asked for, so this is not the ledger
   *   that was read
   */
  granted({ nonce, position, terms }: BarrierAnswer): boolean {
    const question = this.#questions.get(nonce);
    this.#questions.delete(nonce);
    if (question === undefined) return true;
    if (position < question.applied) return false;
    const grant = { nonce, from: question.at, position, terms, hold: holdOf(terms) };
    // The oldest stays: a follower that is always behind reaches that one first.
    if (this.#pending.length >= MAX_PENDING) this.#pending = this.#pending.toSpliced(1, 1);
    this.#pending = [...this.#pending, grant];
    this.#activate();
    return true;
  }

  /** Everything up to here has been applied. */
  applied(position: LedgerPosition): void {
    this.#applied = position;
    if (this.#pending.length > 0) this.#activate();
  }

  /** Reads both clocks now; what it says holds for what is read next, in the same turn (rule 6). */
  isHeld(): boolean {
    const current = this.#current;
    if (current === null) return false;
    const passed = this.#clock.wall() - current.from.wall;
    if (passed < 0 || passed >= current.hold) return false;
    return this.#clock.monotonic() - current.from.monotonic < current.hold;
  }

  state(): LeaseState {
    if (this.#current === null) return NO_LEASE;
    const { from, hold, terms } = this.#current;
    const now = this.#now();
    const ageMs = Math.max(now.wall - from.wall, now.monotonic - from.monotonic);
    const remainingMs = now.wall < from.wall ? 0 : Math.max(0, hold - ageMs);
    const kind = remainingMs === 0 ? 'none' : ageMs < terms.stalenessMs ? 'fresh' : 'stale';
    return { kind, ageMs, remainingMs, terms };
  }

  #activate(): void {
    for (const grant of this.#pending) {
      const isNewer = this.#current === null || grant.nonce > this.#current.nonce;
      if (grant.position <= this.#applied && isNewer) this.#current = grant;
    }
    this.#pending = this.#pending.filter(({ position }) => position > this.#applied);
  }

  #now(): Moment {
    return { wall: this.#clock.wall(), monotonic: this.#clock.monotonic() };
  }
}
