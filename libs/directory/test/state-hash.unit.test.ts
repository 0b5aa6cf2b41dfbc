import { Directory } from '@keyledger/directory';
import { type Aggregate, type Attempt, positionAt } from '@keyledger/domain';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { LedgerScript } from '../../../test/model/ledger-script.ts';
import { StateHash } from '../src/state-hash.ts';

function foldedFrom(attempts: readonly Attempt[]): Directory {
  const directory = new Directory();
  attempts.forEach((attempt, index) => {
    directory.fold(positionAt(index), attempt);
    directory.advance(positionAt(index));
  });
  return directory;
}

function script(keys: number): LedgerScript {
  const script = new LedgerScript();
  const organization = script.organization('acme');
  for (let i = 0; i < keys; i++) script.command(script.key(organization), { type: 'pause' });
  return script;
}

describe('the state hash', () => {
  it('is equal at equal positions, however often it was read on the way, and another at every other one', async () => {
    const { attempts } = script(5);
    const oftenRead = new Directory();
    const seen = new Set([(await oftenRead.stateHash()).hash]);
    for (const [index, attempt] of attempts.entries()) {
      oftenRead.fold(positionAt(index), attempt);
      oftenRead.advance(positionAt(index));
      const state = await oftenRead.stateHash();
      expect(state).toEqual(await foldedFrom(attempts.slice(0, index + 1)).stateHash());
      expect(state).toEqual({ position: positionAt(index), hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
      seen.add(state.hash);
    }
    expect(seen.size).toBe(attempts.length + 1);
  });

  it('tells two states apart that differ in one aggregate', async () => {
    const { attempts } = script(5);
    const altered = attempts.map((attempt, index) => (index === 3 ? { ...attempt, fingerprint: 'other' } : attempt));
    expect(await foldedFrom(altered).stateHash()).not.toEqual(await foldedFrom(attempts).stateHash());
  });

  it('lets others run while it is computed, and holds for the position that it names', async () => {
    const { attempts } = script(2_000);
    const before = attempts.length - 10;
    const directory = foldedFrom(attempts.slice(0, before));
    const reading = directory.stateHash();
    let turns = 0;
    const counting = setInterval(() => turns++, 0);
    await new Promise((resolve) => setImmediate(resolve));
    attempts.slice(before).forEach((attempt, index) => directory.fold(positionAt(before + index), attempt));
    directory.advance(positionAt(attempts.length - 1));
    const state = await reading;
    clearInterval(counting);
    expect(turns).toBeGreaterThan(0);
    expect(state).toEqual(await foldedFrom(attempts).stateHash());
  });

  describe('in a replay', () => {
    /** Tells how many were hashed. */
    class Aggregates extends Map<string, Aggregate> {
      hashed = 0;
      override get(id: string): Aggregate {
        this.hashed += 1;
        return { id } as Aggregate;
      }
    }
    const aggregates = new Aggregates();
    const stateHash = new StateHash(aggregates);
    let changes = 0;
    const change = (count: number): void => {
      for (let i = 0; i < count; i++) stateHash.changed(String(changes++));
    };

    it('is told, however fast changes come', async () => {
      change(10_000);
      let isOver = false;
      const reading = stateHash.read(() => changes).finally(() => (isOver = true));
      let turns = 0;
      for (; !isOver && turns < 200; turns++) {
        change(1_000);
        await nextTurn();
      }
      await reading;
      expect(turns).toBeLessThan(50);
    });

    it('costs many readers at once what it costs one', async () => {
      change(10_000);
      aggregates.hashed = 0;
      const readings = Array.from({ length: 20 }, () => stateHash.read(() => changes));
      expect(aggregates.hashed, 'before anybody else has a turn').toBe(500);
      expect(new Set((await Promise.all(readings)).map(({ hash }) => hash)).size).toBe(1);
      expect(aggregates.hashed).toBe(10_000);
    });
  });
});
