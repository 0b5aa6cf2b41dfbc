import { type MemberAdded, type MemberCommand, type MemberEvent, decideMember, includesRole } from '@keyledger/domain';
import { describe, expect, test } from 'vitest';
import { createMember, evolveMember } from '../src/member/evolve.ts';
import { attemptOf, commandId, memberAdded, memberId, organizationCreated, organizationId } from './kit/samples.ts';
import { Story } from './kit/story.ts';

type LaterEvent = Exclude<MemberEvent, MemberAdded>;

/** What a command on a member that these events made leads to, in an organization of so many owners. */
function given(added: Partial<MemberAdded>, ...events: readonly LaterEvent[]) {
  const member = events.reduce(evolveMember, createMember(memberId(), memberAdded(added)));
  const when = (command: MemberCommand, owners = 2) => {
    const decision = decideMember(member, command, owners);
    return {
      then: (event: LaterEvent) => expect(decision).toEqual({ kind: 'append', event, unconditional: false }),
      thenNothing: () => expect(decision).toEqual({ kind: 'unchanged' }),
      thenRefused: (refusal: string) => expect(decision).toEqual({ kind: 'refused', refusal }),
    };
  };
  return { when };
}

const toDriver: MemberCommand = { type: 'set_role', role: 'driver' };
const remove: MemberCommand = { type: 'remove' };
const removed: LaterEvent = { type: 'member.removed' };

test('given a member, when the role is another, then it changes', () => {
  given({ role: 'operator' }).when(toDriver).then({ type: 'member.role_changed', role: 'driver' });
});

test('given a member, when the role is the same, then nothing happens', () => {
  given({ role: 'driver' }).when(toDriver).thenNothing();
  given({ role: 'owner' }, { type: 'member.role_changed', role: 'driver' }).when(toDriver).thenNothing();
});

test('given a member, when it is removed, then it is, once', () => {
  given({ role: 'driver' }).when(remove).then(removed);
  given({ role: 'driver' }, removed).when(remove).thenNothing();
});

describe('given the last owner', () => {
  test('when it is removed or given less, then that is refused', () => {
    given({ role: 'owner' }).when(remove, 1).thenRefused('last_owner');
    given({ role: 'owner' }).when(toDriver, 1).thenRefused('last_owner');
  });

  test('when it was removed before, or another one is removed, then the rule does not speak', () => {
    given({ role: 'owner' }, removed).when(remove, 1).thenNothing();
    given({ role: 'administrator' }).when(remove, 1).then(removed);
    given({ role: 'owner' }).when(remove, 2).then(removed);
  });
});

describe('the fold', () => {
  const story = (): Story => {
    const told = new Story();
    told.tell(organizationId(), organizationCreated());
    told.tell(memberId(1), memberAdded());
    return told;
  };
  const raced = (told: Story, aggregateId: string, event: MemberEvent, expectedVersion: number) => {
    const verdict = told.fold.fold(
      attemptOf({ aggregateId, event, expectedVersion, commandId: commandId(expectedVersion) }),
    );
    return verdict.kind === 'void' ? verdict.why : verdict.aggregate.version;
  };

  test('leaves one of two owners who are removed at once', () => {
    const told = story();
    told.tell(memberId(2), memberAdded({ subject: 'bob' }));
    expect(raced(told, memberId(1), removed, 1)).toBe(2);
    expect(raced(told, memberId(2), { type: 'member.role_changed', role: 'driver' }, 1)).toBe('last_owner');
    expect(told.fold.ownerCount(organizationId())).toBe(1);
  });

  test('knows no two members of one subject at once, and a new one after a removal', () => {
    const told = story();
    const again = memberAdded({ role: 'driver' });
    expect(raced(told, memberId(3), again, 0)).toBe('subject_taken');
    told.tell(memberId(2), memberAdded({ subject: 'bob' }));
    told.tell(memberId(1), removed);
    told.tell(memberId(3), again);
    expect(told.fold.aggregate(memberId(3))?.state).toMatchObject({ subject: 'ada', role: 'driver', removed: false });
  });

  test('knows no member of no organization', () => {
    const event = memberAdded({ organizationId: organizationId(9) });
    expect(raced(story(), memberId(2), event, 0)).toBe('unknown_aggregate');
  });
});

test('roles of one organization include those below them, and those of all organizations none but themselves', () => {
  expect(includesRole('owner', 'driver')).toBe(true);
  expect(includesRole('administrator', 'administrator')).toBe(true);
  expect(includesRole('administrator', 'owner')).toBe(false);
  expect(includesRole('owner', 'service')).toBe(false);
  expect(includesRole('platform', 'owner')).toBe(false);
});
