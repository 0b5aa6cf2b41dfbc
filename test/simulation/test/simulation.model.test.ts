import { describe, expect, it } from 'vitest';
import { runs } from '../../kit/runs.ts';
import { formatHistory } from '../../history/records.ts';
import { Assembly } from '../bugs/assembly.ts';
import { Embedded } from '../bugs/embedded.ts';
import { assemblyOf } from '../bugs/index.ts';
import { FAULT_KINDS } from '../fault-kinds.ts';
import { playAll } from '../play-all.ts';
import { type SeedResult, simulate } from '../simulate.ts';

/** Fewer than half do not always meet all of the trouble. */
const SEEDS = Array.from({ length: Math.max(15, runs(30)) }, (_, index) => index + 1);

async function play(seeds: readonly number[], assembly: () => Assembly): Promise<SeedResult[]> {
  const results: SeedResult[] = [];
  for (const seed of seeds) results.push(await simulate(seed, assembly()));
  return results;
}

describe('the simulator', () => {
  it('plays a seed in the same way, however often', async () => {
    for (const bug of [null, 'memory-holders']) {
      const [once, again] = await play([7, 7], () => assemblyOf(bug));
      expect(formatHistory(once?.records ?? [])).toBe(formatHistory(again?.records ?? []));
      expect(once?.records.length).toBeGreaterThan(300);
    }
  });

  it('plays each seed in another way', async () => {
    const [one, other] = await play([7, 8], () => new Assembly());
    expect(formatHistory(one?.records ?? [])).not.toBe(formatHistory(other?.records ?? []));
  });

  it('finds nothing in the code as it is, and has all of the trouble that it promises', async () => {
    const results = await play(SEEDS, () => new Assembly());
    const met = new Set(results.flatMap(({ faults }) => [...faults.keys()]));
    for (const { seed, violations, broken, counts } of results) {
      expect({ seed, violations, broken }).toEqual({ seed, violations: [], broken: null });
      expect(counts.authorities).toBeGreaterThanOrEqual(2);
      expect(counts.nodes).toBeGreaterThanOrEqual(3);
      expect(counts.commands).toBeGreaterThanOrEqual(30);
      expect(counts.verifies).toBeGreaterThanOrEqual(200);
      expect(counts.faults).toBeGreaterThanOrEqual(3);
    }
    const ofTheNetwork = ['message lost', 'message doubled', 'message late', 'message overtaken', 'message held back'];
    const ofTheLedger = ['append lost', 'append doubled', 'append late', 'ack lost', 'append to a deposed leader'];
    expect([...met].sort()).toEqual(expect.arrayContaining([...FAULT_KINDS, ...ofTheNetwork, ...ofTheLedger].sort()));
  });

  it('finds nothing with the embedded ledger either', async () => {
    for (const { seed, violations, broken } of await play(SEEDS.slice(0, 6), () => new Embedded())) {
      expect({ seed, violations, broken }).toEqual({ seed, violations: [], broken: null });
    }
  });

  it('finds a bug that is planted, and leaves nothing of it behind', async () => {
    const { finding } = await playAll({ from: 1, to: 100, bug: 'no-watermark' });
    expect(finding?.text).toContain('accept');
    const [after] = await play([finding?.seed ?? 0], () => new Assembly());
    expect(after?.violations).toEqual([]);
  });
});
