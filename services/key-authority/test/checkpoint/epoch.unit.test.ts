import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MAX_HOLD_MS } from '@keyledger/domain';
import { Fault } from '@keyledger/ports';
import { describe, expect, it, vi } from 'vitest';
import { diskThatRead, heldBySomebodyNew, history, original, refusedStart, tokenIn } from './ledgers.ts';
import { ReplaceableLedger, type ReplicaDisk, valuesOf } from './replica.ts';

/** A ledger that was shortened and whose new epoch was accepted, somewhere else than here. */
async function inNewEpoch(): Promise<ReplaceableLedger> {
  const ledger = original().copy(8);
  const other = await diskThatRead(original());
  await other.live(ledger, tokenIn(await refusedStart(other, ledger.copy())));
  return ledger;
}

/** Lives on, but its checkpoint stays as it was. */
async function liveUntilKilled(disk: ReplicaDisk, ledger: ReplaceableLedger): Promise<void> {
  const before = await readFile(disk.checkpoint);
  await (await disk.start(ledger)).crash();
  await writeFile(disk.checkpoint, before);
}

/** A checkpoint of the one ledger and a catalogue of the other. */
async function diskOfTwo(one: ReplaceableLedger, two: ReplaceableLedger): Promise<ReplicaDisk> {
  const [disk, other] = [await diskThatRead(one), await diskThatRead(two)];
  await writeFile(join(disk.folder, 'catalogue.sqlite'), await readFile(join(other.folder, 'catalogue.sqlite')));
  return disk;
}

const unreadable = (): never => {
  throw new Fault('internal', 'The catalogue is not available.');
};

/** The longest lease was a minute for a moment, and that often it was set anew; then comes a key. */
function withHolds(changes = 2): ReplaceableLedger {
  const script = history(0);
  for (let n = 1; n <= changes; n += 1) {
    script.append('ledger', n, { type: 'ledger.max_hold_changed', maxHoldMs: n === 1 ? 60_000 : 5_000 + n });
  }
  script.key(script.organization('other'));
  return new ReplaceableLedger(valuesOf(script));
}

describe('of several that remember', () => {
  it('one whose epoch is over hides nothing that the other has seen since', async () => {
    const disk = await diskThatRead(original());
    const ledger = await inNewEpoch();
    const shortened = ledger.copy();
    await liveUntilKilled(disk, ledger.write(...valuesOf(history(6)).slice(8)));
    const message = await refusedStart(disk, shortened.copy());
    expect(message).toContain('The catalogue has read ledger');
    const accepted = await disk.live(shortened, tokenIn(message));
    expect(accepted).toEqual(await heldBySomebodyNew(shortened));
    expect(accepted.ledger.previousIds).toHaveLength(2);
  });

  it('both are accepted at once, and every id that they knew is replaced', async () => {
    const disk = await diskOfTwo(original(), new ReplaceableLedger(valuesOf(history(4, 'other'))));
    const found = new ReplaceableLedger(valuesOf(history(1, 'anew')));
    const message = await refusedStart(disk, found.copy());
    expect(message).toMatch(/The checkpoint has read ledger first .* The catalogue has read ledger other /);
    const accepted = await disk.live(found, tokenIn(message));
    expect(accepted.ledger.previousIds).toEqual(['first', 'other', 'anew']);
    expect(accepted).toEqual(await heldBySomebodyNew(found));
    expect((await disk.live(found)).ledger).toEqual(accepted.ledger);
  });

  it('a catalogue that agrees with the ledger is not filled anew', async () => {
    const ledger = await inNewEpoch();
    const disk = await diskOfTwo(original(), ledger.copy());
    const cleared = vi.fn();
    disk.whenOpened = (catalogue) => vi.spyOn(catalogue, 'clear').mockImplementation(cleared);
    expect(await disk.live(ledger)).toEqual(await heldBySomebodyNew(ledger));
    expect(cleared).not.toHaveBeenCalled();
  });
});

describe('the longest lease that anybody may still hold', () => {
  const LOST = 3;

  it.each([
    ['the checkpoint', (disk: ReplicaDisk) => rm(join(disk.folder, 'catalogue.sqlite'))],
    ['the catalogue', (disk: ReplicaDisk) => rm(disk.checkpoint)],
    [
      'the catalogue, where the checkpoint has lost its end',
      async (disk: ReplicaDisk) => writeFile(disk.checkpoint, (await readFile(disk.checkpoint)).subarray(0, -1)),
    ],
  ])('is known from %s in a new epoch, though what allowed it is lost', async (_, spoil) => {
    const disk = await diskThatRead(withHolds());
    await spoil(disk);
    const found = withHolds().copy(2);
    const accepted = await disk.live(found, tokenIn(await refusedStart(disk, found.copy())));
    expect(accepted.ledger).toMatchObject({ maxHoldMs: 5_000, longestHoldMs: 60_000 });
    expect((await heldBySomebodyNew(found)).ledger).toEqual(accepted.ledger);
  });

  it('is the longest that there may be where nobody knows', async () => {
    const disk = await diskThatRead(withHolds());
    await rm(join(disk.folder, 'catalogue.sqlite'));
    await writeFile(disk.checkpoint, (await readFile(disk.checkpoint)).subarray(0, -1));
    const found = withHolds().copy(LOST);
    const accepted = await disk.live(found, tokenIn(await refusedStart(disk, found.copy())));
    expect(accepted.ledger.longestHoldMs).toBe(MAX_HOLD_MS.most);
  });

  it('outlives a second epoch, of which the catalogue alone knows', async () => {
    const disk = await diskThatRead(withHolds());
    const found = withHolds().copy(2);
    await disk.live(found, tokenIn(await refusedStart(disk, found.copy())));
    await rm(disk.checkpoint);
    const again = withHolds().copy(1);
    const accepted = await disk.live(again, tokenIn(await refusedStart(disk, again.copy())));
    expect(accepted.ledger.longestHoldMs).toBe(60_000);
  });
});

describe('a catalogue', () => {
  it('remembers the ledger however often its longest lease was changed', async () => {
    const disk = await diskThatRead(withHolds(1_200));
    await rm(disk.checkpoint);
    expect(await refusedStart(disk, withHolds(1_200).copy(1_000))).toContain('The catalogue has read ledger first');
  });

  it('that cannot be read for a moment is not used with what it may not be of, and asked again at the next start', async () => {
    const disk = await diskThatRead(original());
    await rm(disk.checkpoint);
    const found = original().copy(8);
    disk.whenOpened = (catalogue) => vi.spyOn(catalogue, 'position').mockImplementationOnce(unreadable);
    const replica = await disk.start(found);
    expect(() => replica.feed.current()).toThrow('This replica cannot show names');
    expect(disk.logger.text).toContain('given up until the next start');
    await replica.stop();
    disk.whenOpened = () => undefined;
    await refusedStart(disk, found);
  });

  it('that cannot be emptied keeps no replica from starting, is not shown, and is emptied by the next start', async () => {
    const disk = await diskThatRead(original());
    const found = original().copy(8);
    const token = tokenIn(await refusedStart(disk, found.copy()));
    disk.whenOpened = (catalogue) => vi.spyOn(catalogue, 'clear').mockImplementation(unreadable);
    const replica = await disk.start(found, token);
    expect(replica.directory.ledger.previousIds).toEqual(['first']);
    expect(() => replica.feed.current()).toThrow('This replica cannot show names');
    await replica.stop();
    disk.whenOpened = () => undefined;
    expect(await disk.live(found)).toEqual(await heldBySomebodyNew(found));
  });

  it('that alone remembers does so until what an operator has accepted stands in the ledger', async () => {
    const disk = await diskThatRead(original());
    await rm(disk.checkpoint);
    const found = original().copy(8);
    const token = tokenIn(await refusedStart(disk, found.copy()));
    const dying = found.copy();
    dying.attemptsFail = true;
    await expect(disk.start(dying, token)).rejects.toThrow('killed');
    expect(tokenIn(await refusedStart(disk, found.copy()))).toBe(token);
    expect((await disk.live(found, token)).ledger.previousIds).toEqual(['first']);
  });
});
