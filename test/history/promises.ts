import type { CheckedLog } from './log.ts';
import type { CommandRecord } from './records.ts';

/** From `at` on, no answer may come from a state older than `position`. */
export interface FreshnessPromise {
  readonly at: number;
  readonly position: number;
  readonly isEverywhere: boolean;
  readonly text: string;
}

/** What the answers of commands have promised, and what was there to be seen, by time. */
export class Promises {
  /** Ascending in both time and position. */
  readonly #promises: FreshnessPromise[] = [];
  /** Ascending: before `at`, nothing at or above `position` was written. */
  readonly #written: { readonly at: number; readonly position: number }[] = [];

  constructor(log: CheckedLog, commands: readonly CommandRecord[]) {
    const all = commands.map(promiseOf).filter((promise) => promise !== null);
    for (const promise of all.sort((one, other) => one.at - other.at)) {
      if (promise.position > (this.#promises.at(-1)?.position ?? -1)) this.#promises.push(promise);
    }
    // An attempt stands nowhere before its command was sent for the first time, nor before those that stand below it.
    const sent = new Map<string, number>();
    for (const { command, start } of commands) sent.set(command, Math.min(start, sent.get(command) ?? Infinity));
    let at = -Infinity;
    for (const [position, { commandId }] of [...log.attempts].sort(([one], [other]) => one - other)) {
      at = Math.max(at, sent.get(commandId) ?? -Infinity);
      this.#written.push({ at, position });
    }
  }

  /** The furthest promise that was in force when a request started. A request at the same moment started before. */
  before(start: number): FreshnessPromise | null {
    return this.#promises.findLast(({ at }) => at < start) ?? null;
  }

  /** The furthest position that could be read at this time. */
  writtenBefore(end: number): number {
    return this.#written.findLast(({ at }) => at <= end)?.position ?? -1;
  }
}

function promiseOf(record: CommandRecord): FreshnessPromise | null {
  const { outcome, position, applied, effectiveWithinMs, end, verb, process } = record;
  const isEverywhere = applied === 'everywhere';
  const withinMs = isEverywhere ? 0 : effectiveWithinMs;
  if (outcome !== 'done' || position === undefined || withinMs === undefined) return null;
  const how = isEverywhere ? 'applied: everywhere' : `effective_within_ms: ${String(withinMs)}`;
  const text = `${verb} at ${process} returned at ${end.toFixed(1)} with ${how}, position ${String(position)}`;
  return { at: end + withinMs, position, isEverywhere, text };
}
