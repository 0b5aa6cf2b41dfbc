import { Directory } from '@keyledger/directory';
import { type Aggregate, type Attempt, positionAt } from '@keyledger/domain';
import type { AttemptRecord, Violation } from './records.ts';

/** An aggregate as an accepted attempt left it. */
export interface AggregateAt {
  readonly position: number;
  readonly aggregate: Aggregate;
}

export interface AcceptedAttempt {
  readonly position: number;
  readonly attempt: Attempt;
  readonly version: number;
}

/** The whole ledger, with a fold of the checker's own. */
export class CheckedLog {
  readonly violations: Violation[] = [];
  readonly attempts = new Map<number, Attempt>();
  /** What took effect, by what the readers say where any says so, else by the checker's own fold; ascending. */
  readonly accepted: AcceptedAttempt[] = [];
  readonly #aggregates = new Map<string, AggregateAt[]>();

  constructor(records: readonly AttemptRecord[]) {
    const versions = this.#agreed(records);
    const directory = new Directory();
    for (const [position, attempt] of [...this.attempts].sort(([one], [other]) => one - other)) {
      const verdict = directory.fold(positionAt(position), attempt);
      const own = verdict.kind === 'accepted' ? verdict.aggregate.version : null;
      if (verdict.kind === 'accepted') this.#keep(position, verdict.aggregate);
      const version = versions.get(position);
      if (version !== undefined && version !== own) this.#differs(position, attempt, own, version);
      const took = version === undefined ? own : version;
      if (took !== null) this.accepted.push({ position, attempt, version: took });
    }
    this.#checkVersions();
  }

  /** All that the aggregate ever was, oldest first. */
  history(id: string): readonly AggregateAt[] {
    return this.#aggregates.get(id) ?? [];
  }

  /** As everything up to `position` leaves it. */
  at(id: string, position: number): Aggregate | undefined {
    return this.history(id).findLast((each) => each.position <= position)?.aggregate;
  }

  /** What the readers made of each position; undefined where none says so. */
  #agreed(records: readonly AttemptRecord[]): Map<number, number | null> {
    const versions = new Map<number, number | null>();
    for (const { position, attempt, process = 'the log', version } of records) {
      const before = this.attempts.get(position);
      if (before === undefined) this.attempts.set(position, attempt);
      else if (!isSame(before, attempt)) this.#say(attempt, `${process} read another attempt at ${String(position)}`);
      if (version === undefined) continue;
      const told = versions.get(position);
      if (told === undefined) versions.set(position, version);
      else if (told !== version) this.#differs(position, attempt, told, version, process);
    }
    return versions;
  }

  #keep(position: number, aggregate: Aggregate): void {
    const history = this.#aggregates.get(aggregate.id) ?? [];
    this.#aggregates.set(aggregate.id, history);
    history.push({ position, aggregate });
  }

  #differs(position: number, attempt: Attempt, one: number | null, other: number | null, who = 'a reader'): void {
    const made = (version: number | null): string => (version === null ? 'void' : `version ${String(version)}`);
    const what = `${attempt.event.type} at ${String(position)}`;
    this.#say(attempt, `${what} is ${made(other)} to ${who}, and ${made(one)} to others`);
  }

  #say(attempt: Attempt, text: string): void {
    this.violations.push({ rule: 'fold-differs', text, aggregates: [attempt.aggregateId] });
  }

  #checkVersions(): void {
    const last = new Map<string, number>();
    for (const { position, attempt, version } of this.accepted) {
      const { aggregateId: id, expectedVersion, event } = attempt;
      const before = last.get(id) ?? 0;
      last.set(id, version);
      if (version === before + 1 && (expectedVersion === null || expectedVersion === before)) continue;
      const decided = expectedVersion === null ? '' : `, decided against ${String(expectedVersion)}`;
      const text = `${event.type} at ${String(position)} is version ${String(version)} after ${String(before)}${decided}`;
      this.violations.push({ rule: 'version-gap', text, aggregates: [id] });
    }
  }
}

const isSame = (one: Attempt, other: Attempt): boolean =>
  one === other ||
  (one.commandId === other.commandId &&
    one.aggregateId === other.aggregateId &&
    one.expectedVersion === other.expectedVersion &&
    one.event.type === other.event.type);
