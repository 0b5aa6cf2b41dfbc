import type { CommandId } from '@keyledger/domain';
import { expect, test } from 'vitest';
import { AwaitedCommands } from '../../src/ledger/awaited-commands.ts';

const ID = 'ab'.repeat(32) as CommandId;

test('an attempt that nobody here has written is of another replica', () => {
  const commands = new AwaitedCommands();
  expect(commands.isForeign(ID)).toBe(true);
  commands.wait(ID);
  expect(commands.isForeign(ID)).toBe(true);
});

test('of a command that two replicas carry out at once, both see that the other has written too', () => {
  const commands = new AwaitedCommands();
  const command = commands.wait(ID);
  command.appending();
  expect([commands.isForeign(ID), commands.isForeign(ID)]).toEqual([false, true]);
});

test('what was written here more than once is nobody else’s, however many wait for it', () => {
  const commands = new AwaitedCommands();
  const [one, other] = [commands.wait(ID), commands.wait(ID)];
  one.appending();
  other.appending();
  expect([commands.isForeign(ID), commands.isForeign(ID)]).toEqual([false, false]);
  one.done();
  other.appending();
  expect(commands.isForeign(ID)).toBe(false);
  other.done();
  expect(commands.isForeign(ID)).toBe(true);
});
