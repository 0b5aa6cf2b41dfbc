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
  /** An attempt of it is about to be written here. */
  appending(): void;
  /** Nobody waits any more. */
  done(): void;
}

interface Waiting extends AwaitedCommand {
  accepted: AcceptedOfCommand | null;
}

interface Command {
  readonly waiting: Set<Waiting>;
  /** How many attempts of it were written here, and how many have been read. */
  appended: number;
  read: number;
}

/**
 * What becomes of the commands that are under way here. The fold's own memory is not enough for them: a busy aggregate
 * forgets a command after a number of others, and all of those may be read in one go.
 */
export class AwaitedCommands {
  readonly #commands = new Map<CommandId, Command>();

  wait(commandId: CommandId): AwaitedCommand {
    const command = this.#commands.get(commandId) ?? { waiting: new Set(), appended: 0, read: 0 };
    const done = (): void => {
      command.waiting.delete(waiting);
      if (command.waiting.size === 0 && this.#commands.get(commandId) === command) this.#commands.delete(commandId);
    };
    const appending = (): void => void (command.appended += 1);
    const waiting: Waiting = { accepted: null, appending, done };
    command.waiting.add(waiting);
    this.#commands.set(commandId, command);
    return waiting;
  }

  /** An attempt was read. @returns whether another replica has written it, or one like it */
  isForeign(commandId: CommandId): boolean {
    const command = this.#commands.get(commandId);
    if (command === undefined) return true;
    command.read += 1;
    return command.read > command.appended;
  }

  /** @param before what the change was made to; undefined: it made something */
  accepted(change: AcceptedChange, before: Aggregate | undefined): void {
    const waiting = this.#commands.get(change.attempt.commandId)?.waiting;
    if (waiting === undefined) return;
    const accepted = { ...change, narrows: narrows(change.attempt.event, before?.state) };
    for (const each of waiting) each.accepted = accepted;
  }
}
