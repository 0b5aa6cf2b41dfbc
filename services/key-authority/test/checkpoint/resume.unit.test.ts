import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Directory } from '@keyledger/directory';
import { positionAt } from '@keyledger/domain';
import { describe, expect, it } from 'vitest';
import { diskThatRead, heldBySomebodyNew, history, more, original, refusedStart, tokenIn } from './ledgers.ts';
import { NOOP, ReplaceableLedger, type ReplicaDisk, newDisk, valuesOf } from './replica.ts';

describe('a restart on the same ledger', () => {
  it('reads nothing again but what stands at and behind the last attempt, and holds the same', async () => {
    const disk = await newDisk();
    const ledger = original();
    const before = await disk.live(ledger);
    ledger.write(...more());
    ledger.followed.length = 0;
    const after = await disk.live(ledger);
    expect(ledger.followed.every((from) => from >= 9)).toBe(true);
    expect(before.applied).toBe(12);
    expect(after).toEqual(await heldBySomebodyNew(ledger));
    expect(after.events).toHaveLength(14);
  });

  it('does not mind that compaction removed no-ops, wherever they stood', async () => {
    const ledger = original();
    const disk = await diskThatRead(ledger);
    ledger.write(NOOP).remove(10, 11, 12).followed.length = 0;
    await disk.live(ledger);
    expect(ledger.followed).not.toContain(0);
  });

  it('believes no leader that names an older end, but what can still be written', async () => {
    const ledger = original();
    const disk = await diskThatRead(ledger);
    ledger.oldEnd = 4;
    const replica = await disk.start(ledger);
    expect(replica.directory.applied).toBeGreaterThanOrEqual(12);
    await replica.stop();
  });

  it.each([
    ['is damaged', (disk: ReplicaDisk) => writeFile(disk.checkpoint, 'nonsense')],
    [
      'has lost its end',
      async (disk: ReplicaDisk) => writeFile(disk.checkpoint, (await readFile(disk.checkpoint)).subarray(0, -1)),
    ],
    ['is gone', (disk: ReplicaDisk) => rm(disk.checkpoint)],
    ['is ahead of the catalogue', (disk: ReplicaDisk) => rm(join(disk.folder, 'catalogue.sqlite'))],
  ])('whose checkpoint %s reads the whole ledger, and holds the same', async (_, damage) => {
    const ledger = original();
    const disk = await diskThatRead(ledger);
    await damage(disk);
    ledger.followed.length = 0;
    const after = await disk.live(ledger);
    expect(ledger.followed).toContain(0);
    expect(after).toEqual(await heldBySomebodyNew(ledger));
    expect(after.events).toHaveLength(10);
  });
});

describe('a ledger that is not the one that was read', () => {
  const replaced: readonly [what: string, ledger: () => ReplaceableLedger, says: RegExp][] = [
    ['lost its last attempt', () => original().copy(9), /it ends at 8/],
    ['lost its last no-op alone', () => original().copy(12), /it ends at 11/],
    [
      'lost its end and grew again',
      () =>
        original()
          .copy(7)
          .write(...more(), ...more()),
      /another record stands at 9/,
    ],
    [
      'lost no-ops and got an attempt there',
      () =>
        original()
          .copy(11)
          .write(...more()),
      /an attempt stands at 11, where/,
    ],
    ['lost its last attempt to compaction', () => original().remove(9), /another record stands at 10/],
    ['was made anew and is empty', () => new ReplaceableLedger(), /a ledger without an id: it is empty/],
    [
      'was made anew and filled',
      () => new ReplaceableLedger(valuesOf(history(20, 'anew'))),
      /ledger anew: another record/,
    ],
  ];

  it.each(replaced)(
    'and %s is refused until its token is given, then rebuilt under a new id',
    async (_, make, says) => {
      const disk = await diskThatRead(original());
      const before = await readFile(disk.checkpoint);
      const message = await refusedStart(disk, make());
      expect(message).toMatch(says);
      expect(message).toContain('The checkpoint has read ledger first up to position 12, with its last attempt at 9');
      expect(await readFile(disk.checkpoint), 'nothing was changed').toEqual(before);
      expect(await refusedStart(disk, make(), '0123456789abcdef'), 'the same token each time').toBe(message);

      const ledger = make();
      const accepted = await disk.live(ledger, tokenIn(message));
      expect(accepted.ledger.previousIds).toContain('first');
      expect(accepted.ledger.ledgerId).not.toBe('first');
      expect(accepted).toEqual(await heldBySomebodyNew(ledger));

      const again = await disk.live(ledger);
      expect(again.ledger).toEqual(accepted.ledger);
      expect(await disk.live(original()).catch(() => 'refused'), 'and the old one no more').toBe('refused');
    },
  );

  it('is refused as well where the checkpoint is older than what is missing, as the catalogue has seen more', async () => {
    const ledger = original();
    const disk = await diskThatRead(ledger);
    const replica = await disk.start(ledger.write(...more()));
    await replica.crash();
    expect(await refusedStart(disk, ledger.copy(15))).toContain(
      'The catalogue has read ledger first up to position 16',
    );
    const regrown = ledger.copy(15).write(...more(), ...more());
    expect(await refusedStart(disk, regrown)).toContain('another record stands at 16');
  });

  it('is refused as well where the checkpoint cannot be used, as its beginning or the catalogue still tells', async () => {
    const ledger = original();
    for (const spoil of [(whole: Buffer) => whole.subarray(0, -1), () => Buffer.of(1)]) {
      const disk = await diskThatRead(ledger);
      await writeFile(disk.checkpoint, spoil(await readFile(disk.checkpoint)));
      await refusedStart(disk, ledger.copy(9));
      await refusedStart(disk, new ReplaceableLedger());
    }
  });

  it('is taken unasked where no-ops alone were lost and others have taken their place: all that was read is there', async () => {
    const disk = await diskThatRead(original());
    const found = original().copy(11);
    await refusedStart(disk, found);
    expect(await disk.live(found.write(NOOP))).toEqual(await heldBySomebodyNew(found));
  });

  it('needs the acceptance at one replica alone', async () => {
    for (const found of [
      original().copy(8),
      new ReplaceableLedger(),
      new ReplaceableLedger(valuesOf(history(1, 'anew'))),
    ]) {
      const [one, other] = [await diskThatRead(original()), await diskThatRead(original().write(...more()))];
      await refusedStart(other, found.copy());
      const { applied: _, ...accepted } = await one.live(found, tokenIn(await refusedStart(one, found.copy())));
      expect(await other.live(found)).toMatchObject(accepted);
      expect(await one.live(found)).toMatchObject(accepted);
    }
  });

  it('is not forgotten to have been accepted where the process dies before that stands in the ledger', async () => {
    const disk = await diskThatRead(original());
    const found = original().copy(8);
    const token = tokenIn(await refusedStart(disk, found.copy()));
    const dying = found.copy();
    dying.attemptsFail = true;
    await expect(disk.start(dying, token)).rejects.toThrow();
    expect(tokenIn(await refusedStart(disk, found.copy()))).toBe(token);
    const accepted = await disk.live(found, token);
    expect(accepted.ledger.previousIds).toEqual(['first']);
  });
});

describe('the checkpoint', () => {
  it('is not written by a replica that failed, whose state may be of two ledgers', async () => {
    const disk = await newDisk();
    const replica = await disk.start(original());
    await replica.crash();
    await expect(readFile(disk.checkpoint)).rejects.toThrow('ENOENT');
  });

  it('of an older epoch of the ledger that is the same up to there is used', async () => {
    const ledger = original();
    const disk = await diskThatRead(ledger);
    const directory = new Directory();
    const script = history();
    const opened = { ledgerId: 'second', replaces: ['first'], longestHoldMs: 5_000 };
    script.append('ledger', 1, { type: 'ledger.epoch_opened', ...opened });
    ledger.write(...valuesOf(script).slice(10)).followed.length = 0;
    script.attempts.forEach((attempt, index) => directory.fold(positionAt(index < 10 ? index : 13), attempt));
    const held = await disk.live(ledger);
    expect(ledger.followed).not.toContain(0);
    expect(held.hash).toBe((await directory.stateHash()).hash);
    expect(held.ledger).toMatchObject({ ledgerId: 'second', previousIds: ['first'] });
  });
});
