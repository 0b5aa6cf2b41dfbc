import type { AcceptedChange } from '@keyledger/catalogue';
import type { CommandId } from '@keyledger/domain';

/** A command that someone waits for. */
export interface AwaitedCommand {
  /** What the fold accepted of it since the waiting began. */
  readonly accepted: AcceptedChange | null;
  /** Nobody waits any more. */
  done(): void;
}

interface Waiting extends AwaitedCommand {
  accepted: AcceptedChange | null;
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

  accepted(change: AcceptedChange): void {
    for (const each of this.#waiting.get(change.attempt.commandId) ?? []) each.accepted = change;
  }
}
