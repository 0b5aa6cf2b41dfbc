import { Directory } from '@keyledger/directory';
import { type MemberEvent, type MemberId, type OrganizationId, type Role, makeMemberId } from '@keyledger/domain';
import { beforeEach, expect, test } from 'vitest';
import { LedgerScript } from '../../../test/model/ledger-script.ts';

let script: LedgerScript;
let acme: OrganizationId;
let globex: OrganizationId;
let made = 0;

beforeEach(() => {
  script = new LedgerScript();
  acme = script.organization('acme');
  globex = script.organization('globex');
});

function add(organizationId: OrganizationId, subject: string, role: Role): MemberId {
  const id = makeMemberId(script.now, new Uint8Array(10).fill(++made));
  script.append(id, 0, { type: 'member.added', organizationId, subject, role });
  return id;
}

function change(id: MemberId, event: MemberEvent): void {
  script.append(id, script.directory.member(id)?.version ?? 0, event);
}

/** The same directory, read from a checkpoint. */
function restored(): Directory {
  const directory = new Directory();
  directory.restore(structuredClone(script.directory.snapshot()));
  return directory;
}

const eachDirectory = (): readonly Directory[] => [script.directory, restored()];

test('tells what somebody is a member of, until the removal', () => {
  const [first, second] = [add(acme, 'ada', 'owner'), add(globex, 'ada', 'driver')];
  add(acme, 'bob', 'owner');
  for (const directory of eachDirectory()) {
    expect(directory.memberships('ada').map(({ id, state }) => [id, state.role])).toEqual([
      [first, 'owner'],
      [second, 'driver'],
    ]);
    expect(directory.memberships('nobody')).toEqual([]);
  }
  change(first, { type: 'member.removed' });
  for (const directory of eachDirectory()) {
    expect(directory.memberships('ada').map(({ id }) => id)).toEqual([second]);
    expect(directory.findMember(acme, 'ada')).toMatchObject({ id: first, state: { removed: true } });
  }
});

test('finds the latest member of a subject, and all of them', () => {
  add(acme, 'bob', 'owner');
  const first = add(acme, 'ada', 'driver');
  change(first, { type: 'member.removed' });
  const again = add(acme, 'ada', 'operator');
  for (const directory of eachDirectory()) {
    expect(directory.findMember(acme, 'ada')).toMatchObject({ id: again, state: { role: 'operator', removed: false } });
    expect(directory.membersOf(acme, 'ada').map(({ id }) => id)).toEqual([first, again]);
    expect(directory.findMember(globex, 'ada')).toBeUndefined();
    expect(directory.membersOf(globex, 'ada')).toEqual([]);
  }
});

test('counts the owners of each organization', () => {
  const ada = add(acme, 'ada', 'owner');
  const bob = add(acme, 'bob', 'driver');
  change(bob, { type: 'member.role_changed', role: 'owner' });
  for (const directory of eachDirectory()) expect([acme, globex].map((id) => directory.ownerCount(id))).toEqual([2, 0]);
  change(ada, { type: 'member.removed' });
  for (const directory of eachDirectory()) expect(directory.ownerCount(acme)).toBe(1);
});

test('counts the members of each organization that are not removed', () => {
  add(acme, 'ada', 'owner');
  const bob = add(acme, 'bob', 'driver');
  change(bob, { type: 'member.role_changed', role: 'operator' });
  for (const directory of eachDirectory()) {
    expect([acme, globex].map((id) => directory.memberCount(id))).toEqual([2, 0]);
  }
  change(bob, { type: 'member.removed' });
  for (const directory of eachDirectory()) expect(directory.memberCount(acme)).toBe(1);
});
