import type { CommandId } from '../ids.ts';
import type { KeyState } from '../key/key.ts';
import type { LedgerState } from '../ledger/ledger.ts';
import type { MemberState } from '../member/member.ts';
import type { OrganizationState } from '../organization/organization.ts';
import type { LedgerPosition } from '../position.ts';
import type { TokenState } from '../token/token.ts';
import type { WebhookState } from '../webhook/webhook.ts';

export type AggregateState = LedgerState | OrganizationState | KeyState | TokenState | MemberState | WebhookState;

/** A command that was accepted, as the fold remembers it. */
export interface AcceptedCommand {
  readonly commandId: CommandId;
  readonly fingerprint: string;
  /** The version that it made. */
  readonly version: number;
  readonly position: LedgerPosition;
}

/** How many accepted commands besides its creation an aggregate remembers; by version, never by time (rule 19). */
export const COMMAND_MEMORY = 16;

/** One aggregate as the ledger's prefix leaves it. */
export interface Aggregate<State extends AggregateState = AggregateState> {
  readonly id: string;
  /** The number of accepted events. */
  readonly version: number;
  readonly state: State;
  /** Kept for ever, so that a repeated create finds what it made (rule 19). */
  readonly creation: AcceptedCommand;
  /** Oldest first, at most {@link COMMAND_MEMORY}. */
  readonly recent: readonly AcceptedCommand[];
  /** An event of a later version of the contract was met: nothing here may be granted until a reader knows it. */
  readonly blocked: boolean;
}

/** The accepted command of this id, if the aggregate still remembers it. */
export function rememberedCommand(aggregate: Aggregate, commandId: CommandId): AcceptedCommand | undefined {
  if (aggregate.creation.commandId === commandId) return aggregate.creation;
  return aggregate.recent.find((each) => each.commandId === commandId);
}
