import { randomBytes } from 'node:crypto';
import type { Directory } from '@keyledger/directory';
import {
  type AcceptedCommand,
  type Attempt,
  type CommandId,
  type LedgerPosition,
  rememberedCommand,
} from '@keyledger/domain';
import { type Clock, Fault, type Ledger, isFault } from '@keyledger/ports';
import { encodeAttempt } from '@keyledger/wire';
import type { Projector } from './projector.ts';

/** What a command asks for, identified so that a repeat is recognised. */
export interface CommandIdentity {
  readonly commandId: CommandId;
  readonly fingerprint: string;
}

/** One decision against the directory as it is now: null where nothing has to change. Throws what refuses it. */
export type Decide = () => Attempt | null;

export interface Outcome {
  /** What the command made or changed; a repeated create answers what its first made. */
  readonly aggregateId: string;
  /** Where the change stands, or for what needed none, what it was decided from. */
  readonly position: LedgerPosition;
}

const COMPACTION_KEY_BYTES = 16;

/**
 * Turns decisions into events: the log decides (revocation.md, "Appending"). An attempt is appended, read back through
 * this replica's own fold, and decided anew where another one was faster. A repeat of a command finds what it did.
 */
export class CommandLog {
  readonly #ledger: Ledger;
  readonly #directory: Directory;
  readonly #projector: Projector;
  readonly #clock: Clock;
  readonly #deadlineMs: number;

  constructor(ledger: Ledger, directory: Directory, projector: Projector, clock: Clock, deadlineMs: number) {
    this.#ledger = ledger;
    this.#directory = directory;
    this.#projector = projector;
    this.#clock = clock;
    this.#deadlineMs = deadlineMs;
  }

  /**
   * @param aggregateId what the command is about; the aggregate that a create makes may be another, made by a repeat
   * @throws Fault of `decide`; `idempotency_key_reused`; `outcome_unknown`; `ledger_unavailable`
   */
  async execute(aggregateId: string, identity: CommandIdentity, decide: Decide): Promise<Outcome> {
    const deadline = this.#clock.monotonic() + this.#deadlineMs;
    for (;;) {
      const done = this.#find(aggregateId, identity);
      if (done !== undefined) return done;
      const attempt = decide();
      if (attempt === null) return { aggregateId, position: this.#projector.applied };
      const position = await this.#append(encodeAttempt(attempt), deadline);
      await this.#readBack(position, deadline);
    }
  }

  #find(aggregateId: string, { commandId, fingerprint }: CommandIdentity): Outcome | undefined {
    const made = this.#directory.createdBy(commandId);
    const aggregate = made ?? this.#directory.aggregate(aggregateId);
    const accepted: AcceptedCommand | undefined = aggregate && rememberedCommand(aggregate, commandId);
    if (aggregate === undefined || accepted === undefined) return undefined;
    if (accepted.fingerprint !== fingerprint) {
      throw new Fault('idempotency_key_reused', 'This Idempotency-Key was used before, with another request.');
    }
    return { aggregateId: aggregate.id, position: accepted.position };
  }

  /** Appends until the ledger has said where: a copy too many is void by the fold, a lost one would be a lost command. */
  async #append(value: Uint8Array, deadline: number): Promise<LedgerPosition> {
    let mayHaveLanded = false;
    for (;;) {
      try {
        return await this.#ledger.append({ key: randomBytes(COMPACTION_KEY_BYTES), value });
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

function outcomeUnknown(cause: unknown): Fault {
  const text = 'Whether the command took effect is not known yet; send it again with the same Idempotency-Key.';
  return new Fault('outcome_unknown', text, { cause });
}
