import { randomBytes } from 'node:crypto';
import type { Directory } from '@keyledger/directory';
import { type Actor, type Attempt, type CommandId, type LedgerPosition, rememberedCommand } from '@keyledger/domain';
import { type Clock, Fault, type Ledger, isFault } from '@keyledger/ports';
import { encodeAttempt } from '@keyledger/wire';
import { demandActing } from '../access/acting.ts';
import type { Acknowledged } from './acknowledged.ts';
import type { AwaitedCommand } from './awaited-commands.ts';
import { LateCopies } from './late-copies.ts';
import type { Projector } from './projector.ts';

/** What a command asks for, identified so that a repeat is recognised, and who asks. */
export interface CommandIdentity {
  readonly commandId: CommandId;
  readonly fingerprint: string;
  readonly actor: Actor;
}

/** One decision against the directory as it is now: null where nothing has to change. Throws what refuses it. */
export type Decide = () => Attempt | null;

export interface Outcome {
  /** What the command made or changed; a repeated create answers what its first made. */
  readonly aggregateId: string;
  /** Where the change stands; where none was needed, the last change of what it is about. */
  readonly position: LedgerPosition;
  /**
   * Whether it took authority away, or may have: of a repeat the event is not known any more, and where nothing had to
   * change, what stands may not have taken effect everywhere yet (rule 13: never told from the state alone).
   */
  readonly narrows: boolean;
}

interface Done extends Omit<Outcome, 'narrows'> {
  /** Absent: not known any more. */
  readonly narrows?: boolean;
}

interface DoneCommand extends Done {
  readonly fingerprint: string;
}

export interface CommandLogOptions {
  readonly ledger: Ledger;
  readonly acknowledged: Acknowledged;
  readonly directory: Directory;
  readonly projector: Projector;
  readonly clock: Clock;
  /** How long a command tries to learn its outcome. */
  readonly deadlineMs: number;
}

const COMPACTION_KEY_BYTES = 16;

/**
 * Turns decisions into events: the log decides (revocation.md, "Appending"). An attempt is appended, read back through
 * this replica's own fold, and decided anew where another one was faster. A repeat of a command finds what it did.
 * A refusal, and that nothing has to change, hold only by a state that is no older than the command. Nothing is
 * answered as done before the ledger has acknowledged it, or something behind it.
 */
export class CommandLog {
  readonly #ledger: Ledger;
  readonly #acknowledged: Acknowledged;
  readonly #directory: Directory;
  readonly #projector: Projector;
  readonly #clock: Clock;
  readonly #deadlineMs: number;

  constructor({ ledger, acknowledged, directory, projector, clock, deadlineMs }: CommandLogOptions) {
    this.#ledger = ledger;
    this.#acknowledged = acknowledged;
    this.#directory = directory;
    this.#projector = projector;
    this.#clock = clock;
    this.#deadlineMs = deadlineMs;
  }

  /**
   * @param about the id of what the command is about, as far as the directory knows it now; the aggregate that a create
   *   makes may be another, made by a repeat
   * @param mayNarrow whether what the command asks for can take authority away
   * @throws Fault of `decide`; `unauthenticated`, `permission_denied` where who asks may not act any more;
   *   `idempotency_key_reused`; `outcome_unknown`, also where what would refuse it now may be over when a copy of it lands;
   *   `ledger_unavailable`
   */
  async execute(
    about: string | (() => string),
    identity: CommandIdentity,
    decide: Decide,
    mayNarrow = false,
  ): Promise<Outcome> {
    const awaited = this.#projector.awaitCommand(identity.commandId);
    try {
      const done = await this.#untilDone(typeof about === 'string' ? () => about : about, identity, decide, awaited);
      return { aggregateId: done.aggregateId, position: done.position, narrows: done.narrows ?? mayNarrow };
    } finally {
      awaited.done();
    }
  }

  async #untilDone(
    about: () => string,
    identity: CommandIdentity,
    decide: Decide,
    awaited: AwaitedCommand,
  ): Promise<Done> {
    const deadline = this.#clock.monotonic() + this.#deadlineMs;
    const late = new LateCopies(this.#directory);
    const decideNow: Decide = () => this.#decideFor(identity.actor, decide, late);
    for (let hasRead = false, isCurrent = false; ; hasRead = true) {
      const done = this.#find(about(), identity, awaited);
      if (done !== undefined) return this.#proven(done, deadline);
      const attempt = hasRead ? decideNow() : attemptOrDoubt(decideNow);
      if (attempt === null) {
        if (isCurrent) return this.#proven(this.#asItStands(about()), deadline);
        // A leader that was deposed reads on with an old end: that nothing has to change needs a write.
        await this.#catchUp(deadline, () => this.#acknowledged.current());
        isCurrent = true;
      } else if (attempt === IN_DOUBT) await this.#catchUp(deadline, () => this.#ledger.end());
      else await this.#readBack(await this.#append(attempt, deadline, awaited, late), deadline);
    }
  }

  /** Whoever was ended since the command was let in is refused: the fold voids what is written for them, but what takes from keys. */
  #decideFor(actor: Actor, decide: Decide, late: LateCopies): Attempt | null {
    try {
      demandActing(this.#directory, actor, this.#clock.wall());
      return decide();
    } catch (error) {
      throw error instanceof Fault && late.mayTakeEffect() ? outcomeUnknown(error) : error;
    }
  }

  #find(aggregateId: string, identity: CommandIdentity, awaited: AwaitedCommand): Done | undefined {
    const done = acceptedHere(awaited) ?? this.#remembered(aggregateId, identity.commandId);
    if (done === undefined) return undefined;
    if (done.fingerprint !== identity.fingerprint) {
      throw new Fault('idempotency_key_reused', 'This Idempotency-Key was used before, with another request.');
    }
    return done;
  }

  #remembered(aggregateId: string, commandId: CommandId): DoneCommand | undefined {
    const aggregate = this.#directory.createdBy(commandId) ?? this.#directory.aggregate(aggregateId);
    const accepted = aggregate && rememberedCommand(aggregate, commandId);
    return aggregate && accepted && { ...accepted, aggregateId: aggregate.id };
  }

  /** By its last change: whoever has applied that knows what there is to know of it. */
  #asItStands(aggregateId: string): Done {
    const aggregate = this.#directory.aggregate(aggregateId);
    if (aggregate === undefined) throw new Error('nothing has to change about what does not exist');
    const { position } = aggregate.recent.at(-1) ?? aggregate.creation;
    return { aggregateId, position };
  }

  /** Reads all that the ledger holds now. @throws Fault `ledger_unavailable` */
  async #catchUp(deadline: number, end: () => Promise<LedgerPosition>): Promise<void> {
    try {
      await this.#projector.waitFor(await end(), deadline - this.#clock.monotonic());
    } catch (cause) {
      if (isFault(cause, 'ledger_corrupt')) throw cause;
      const text = 'The ledger cannot be read at the moment; nothing was written.';
      throw new Fault('ledger_unavailable', text, { cause });
    }
  }

  /** Appends until the ledger has said where: a copy too many is void by the fold, a lost one would be a lost command. */
  #append(attempt: Attempt, deadline: number, awaited: AwaitedCommand, late: LateCopies): Promise<LedgerPosition> {
    const value = encodeAttempt(attempt);
    return this.#insist(async () => {
      awaited.appending();
      try {
        return await this.#acknowledged.append({ key: randomBytes(COMPACTION_KEY_BYTES), value });
      } catch (error) {
        if (isFault(error, 'outcome_unknown')) late.add(attempt);
        throw error;
      }
    }, deadline);
  }

  /** What was read may have been written by another replica, or by a try of this one that was never acknowledged. */
  async #proven(outcome: Done, deadline: number): Promise<Done> {
    try {
      await this.#insist(() => this.#acknowledged.prove(outcome.position), deadline);
    } catch (error) {
      throw outcomeUnknown(error);
    }
    return outcome;
  }

  async #insist<T>(write: () => Promise<T>, deadline: number): Promise<T> {
    let mayHaveLanded = false;
    for (;;) {
      try {
        return await write();
      } catch (error) {
        if (!isFault(error, 'outcome_unknown')) throw mayHaveLanded ? outcomeUnknown(error) : error;
        mayHaveLanded = true;
        if (this.#clock.monotonic() >= deadline) throw outcomeUnknown(error);
      }
    }
  }

  async #readBack(position: LedgerPosition, deadline: number): Promise<void> {
    try {
      await this.#projector.waitFor(position, deadline - this.#clock.monotonic());
    } catch (error) {
      throw outcomeUnknown(error);
    }
  }
}

/** What this replica knows may be old: another one's resume may stand in the ledger when a pause seems needless. */
const IN_DOUBT = Symbol('in doubt');

/** Only an attempt can be made from what may be old, as the fold checks it: not a refusal, nor that nothing is to do. */
function attemptOrDoubt(decide: Decide): Attempt | typeof IN_DOUBT {
  try {
    return decide() ?? IN_DOUBT;
  } catch (error) {
    if (error instanceof Fault) return IN_DOUBT;
    throw error;
  }
}

function acceptedHere({ accepted }: AwaitedCommand): DoneCommand | undefined {
  if (accepted === null) return undefined;
  const { position, aggregate, attempt, narrows } = accepted;
  return { aggregateId: aggregate.id, position, narrows, fingerprint: attempt.fingerprint };
}

function outcomeUnknown(cause: unknown): Fault {
  const text = 'Whether the command took effect is not known yet; send it again with the same Idempotency-Key.';
  return new Fault('outcome_unknown', text, { cause });
}
