import { randomBytes } from 'node:crypto';
import type { Directory } from '@keyledger/directory';
import {
  type Aggregate,
  type Attempt,
  ID_RANDOM_BYTES,
  type MemberCommand,
  type MemberState,
  type Role,
  decideMember,
  makeMemberId,
  rememberedCommand,
} from '@keyledger/domain';
import type { Clock } from '@keyledger/ports';
import { demand, demandRole } from '../access/permissions.ts';
import type { CommandIdentity, CommandLog, Outcome } from '../ledger/command-log.ts';
import { type Caller, attemptBy, identify } from './caller.ts';
import { findOrganization } from './find-organization.ts';
import { findOwned } from './find-owned.ts';
import { refusalFault } from './refusals.ts';
import { MAX_MEMBERS, demandRoom } from './room.ts';
import { Problems, checkReason } from './validation.ts';

export interface MemberInput {
  readonly subject: string;
  readonly role: Role;
}

export interface MemberOutcome extends Outcome {
  /** The command made the member, and changed none. */
  readonly isNew: boolean;
}

export interface MemberCommandsOptions {
  readonly directory: Directory;
  readonly log: CommandLog;
  readonly clock: Clock;
}

/** Who has a role in an organization. */
export class MemberCommands {
  readonly #options: MemberCommandsOptions;

  constructor(options: MemberCommandsOptions) {
    this.#options = options;
  }

  /** Makes the subject a member, or gives the member another role. */
  async put(caller: Caller, organizationId: string, input: MemberInput): Promise<MemberOutcome> {
    demand(caller.principal, 'members.manage');
    const { directory, log, clock } = this.#options;
    const operation = `POST /v1/organizations/${organizationId}/members`;
    const identity = identify(caller, operation, { ...input, reason: caller.reason });
    const { subject, role } = input;
    const now = clock.wall();
    const newId = makeMemberId(now, randomBytes(ID_RANDOM_BYTES));
    // A repeat may come when the member has been removed, and another one made: the command is remembered by the first.
    const about = (): string => {
      const members = directory.membersOf(organizationId, subject);
      const did = members.find((member) => rememberedCommand(member, identity.commandId) !== undefined);
      return (did ?? members.at(-1))?.id ?? newId;
    };
    const decide = (): Attempt | null => {
      const { id } = findOrganization(directory, caller.principal, organizationId).state;
      demandRole(caller.principal, role);
      checkInput(caller, subject);
      const found = directory.findMember(organizationId, subject);
      if (found !== undefined && !found.state.removed) {
        return this.#change(caller, identity, found, { type: 'set_role', role });
      }
      demandRoom(directory.memberCount(id), MAX_MEMBERS, 'members');
      const added = { type: 'member.added', organizationId: id, subject, role } as const;
      return attemptBy(caller, identity, newId, 0, added, now);
    };
    const outcome = await log.execute(about, identity, decide, true);
    return { ...outcome, isNew: directory.createdBy(identity.commandId)?.id === outcome.aggregateId };
  }

  remove(caller: Caller, organizationId: string, memberId: string): Promise<Outcome> {
    demand(caller.principal, 'members.manage');
    const { directory, log } = this.#options;
    const operation = `DELETE /v1/organizations/${organizationId}/members/${memberId}`;
    const identity = identify(caller, operation, { reason: caller.reason });
    const decide = (): Attempt | null => {
      const member = findOwned(caller.principal, organizationId, directory.member(memberId), 'member');
      checkReason(caller);
      return this.#change(caller, identity, member, { type: 'remove' });
    };
    return log.execute(() => memberId, identity, decide, true);
  }

  #change(
    caller: Caller,
    identity: CommandIdentity,
    { id, version, state }: Aggregate<MemberState>,
    command: MemberCommand,
  ): Attempt | null {
    const { directory, clock } = this.#options;
    demandRole(caller.principal, state.role);
    const decision = decideMember(state, command, directory.ownerCount(state.organizationId));
    if (decision.kind === 'refused') throw refusalFault(decision.refusal);
    if (decision.kind === 'unchanged') return null;
    return attemptBy(caller, identity, id, version, decision.event, clock.wall());
  }
}

function checkInput({ reason }: Caller, subject: string): void {
  const problems = new Problems();
  problems.subject('subject', subject);
  problems.reason(reason);
  problems.assertNone();
}
