import type { Directory } from '@keyledger/directory';
import { type Attempt, type VoidReason, actorRefusal, foldAttempt, positionAfter } from '@keyledger/domain';

/** What may be otherwise later, while the version is the same. */
const PASSING: readonly VoidReason[] = ['last_owner', 'subject_taken'];

/** The attempts of one execution of a command whose fate was not learnt: each may land later, or never. */
export class LateCopies {
  readonly #directory: Directory;
  readonly #attempts: Attempt[] = [];

  constructor(directory: Directory) {
    this.#directory = directory;
  }

  add(attempt: Attempt): void {
    this.#attempts.push(attempt);
  }

  /** Whether one of them takes effect if it lands now, or may do so later: then a refusal would not be the last word. */
  mayTakeEffect(): boolean {
    return this.#attempts.some((attempt) => {
      const verdict = foldAttempt(this.#directory, positionAfter(this.#directory.applied), attempt);
      if (verdict.kind === 'accepted') return true;
      if (verdict.why === 'actor_revoked') return actorRefusal(this.#directory, attempt.actor) !== 'ended';
      return PASSING.includes(verdict.why);
    });
  }
}
