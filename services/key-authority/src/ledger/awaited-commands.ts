import type { AcceptedChange } from '@keyledger/catalogue';
import { type Aggregate, type CommandId, narrows } from '@keyledger/domain';

/** What the fold accepted of a command. */
export interface AcceptedOfCommand extends AcceptedChange {
  /** Whether it took authority away. */
  readonly narrows: boolean;
}

/** A command that someone waits for. */
export interface AwaitedCommand {
  /** What the fold accepted of it since the waiting began. */
  readonly accepted: AcceptedOfCommand | null;
  /** Nobody waits any more. */
  done(): void;
}

interface Waiting extends AwaitedCommand {
  accepted: AcceptedOfCommand | null;
}

/**
 * What becomes of the commands that are under way here. The fold's own memory is not enough for them: a busy aggregate
 * forgets a command after a number of others, and all of those may be read in one go.
 */
export class AwaitedCommands {
  readonly #waiting = new Map<CommandId, Set<Waiting>>();

  wait(commandId: CommandId): AwaitedCommand {
    const all = this.#waiting.get(commandId) ?? new Set();
    const done = (): void => {
      all.delete(waiting);
      if (all.size === 0 && this.#waiting.get(commandId) === all) this.#waiting.delete(commandId);
    };
    const waiting: Waiting = { accepted: null, done };
    this.#waiting.set(commandId, all.add(waiting));
    return waiting;
  }

  /**
   * @param before what the change was made to; undefined: it made something
   * @returns whether somebody waits for it here
   */
  accepted(change: AcceptedChange, before: Aggregate | undefined): boolean {
    const waiting = this.#waiting.get(change.attempt.commandId);
    if (waiting === undefined) return false;
    const accepted = { ...change, narrows: narrows(change.attempt.event, before?.state) };
    for (const each of waiting) each.accepted = accepted;
    return true;
  }
}
