import { type LedgerPosition, positionAt } from '@keyledger/domain';

/** No answer is new enough before the follower has begun to read. */
const NOT_READING = positionAt(Number.POSITIVE_INFINITY);

/**
 * How new an answer must be to be cached: per aggregate the position of the last attempt on it that was applied, and
 * for everything else the floor, the position where the follower began to read (spec rules 9 and 10). Bounded: a
 * forgotten watermark raises the floor to its position.
 */
export class Watermarks {
  readonly #max: number;
  readonly #positions = new Map<string, LedgerPosition>();
  #floor = NOT_READING;

  constructor(max: number) {
    this.#max = max;
  }

  get isReading(): boolean {
    return this.#floor !== NOT_READING;
  }

  /** A follower begins to read behind `floor`, having seen nothing of what came before. */
  restart(floor: LedgerPosition): void {
    this.#positions.clear();
    this.#floor = floor;
  }

  /** Nothing is read any more. */
  stop(): void {
    this.restart(NOT_READING);
  }

  raise(aggregateId: string, position: LedgerPosition): void {
    this.#positions.delete(aggregateId);
    this.#positions.set(aggregateId, position);
    if (this.#positions.size <= this.#max) return;
    // Insertion order is the order of positions, so the first one is the lowest.
    for (const [oldest, forgotten] of this.#positions) {
      this.#positions.delete(oldest);
      if (forgotten > this.#floor) this.#floor = forgotten;
      break;
    }
  }

  /** Whether an answer read at `position` has seen every attempt on these aggregates that was applied here. */
  admits(position: LedgerPosition, ...aggregateIds: readonly string[]): boolean {
    if (position < this.#floor) return false;
    return aggregateIds.every((id) => position >= (this.#positions.get(id) ?? this.#floor));
  }
}
