import { positionAt } from '@keyledger/domain';
import { expect, it } from 'vitest';
import { PossibleLeases } from '../src/possible-leases.ts';
import { runs } from '../../../test/kit/runs.ts';
import { Seeded } from '../../../test/kit/seeded.ts';

const WAIT = 10_000;

/** What is said is compared with all that were ever added, one by one. */
function compareWithAll(name: string, waitOf: (random: Seeded) => number): void {
  const random = new Seeded(name);
  for (let round = 0; round < runs(200); round += 1) {
    const leases = new PossibleLeases();
    const all: { position: number; until: number }[] = [];
    let now = 0;
    for (let count = 0; count < 100; count += 1) {
      now += random.next() * 400;
      // An acknowledgement may come a little after a later record was read.
      const position = Math.max(0, count - Math.floor(random.next() * 3));
      const wait = waitOf(random);
      leases.add(positionAt(position), now, wait);
      all.push({ position, until: now + wait });
      const asked = Math.floor(random.next() * (count + 2));
      const live = all.filter((one) => one.position < asked && one.until > now);
      const least = Math.max(-Infinity, ...live.map(({ until }) => until));
      const said = leases.until(positionAt(asked));
      expect(said).toBeGreaterThanOrEqual(least);
      if (least > now) expect(said).toBeLessThanOrEqual(least + WAIT / 16);
    }
  }
}

it('last as long as the longest from below a position, or at most a sixteenth of a wait longer', () => {
  compareWithAll('possible leases', () => WAIT);
});

it('of any length never seem to end earlier than they do, nor later by more than a sixteenth of the longest', () => {
  const anyLength = (random: Seeded): number => WAIT * (random.next() < 0.5 ? 1 : random.next() ** 3);
  compareWithAll('possible leases of any length', anyLength);
});

it('are few behind one that lasts much longer', () => {
  const leases = new PossibleLeases();
  const hours = 15 * 3_600_000;
  leases.add(positionAt(0), 0, hours);
  for (let second = 1; second < 50_000; second += 1) leases.add(positionAt(second), second * 1_000, 6_250);
  expect(leases.size).toBeLessThan(20);
  expect(leases.until(positionAt(50_000))).toBe(hours);
});

it('are few where long ones and short ones take turns', () => {
  const leases = new PossibleLeases();
  const hour = 3_600_000;
  for (let renewal = 0; renewal < 50_000; renewal += 1) {
    leases.add(positionAt(renewal), renewal * 1_000, renewal % 2 === 0 ? hour : 6_250);
  }
  expect(leases.size).toBeLessThan(20);
});

it('are as few after a million renewals as after a hundred', () => {
  const leases = new PossibleLeases();
  const hour = 3_600_000;
  for (let renewal = 0; renewal < 1_000_000; renewal += 1) leases.add(positionAt(renewal), renewal * 1_000, hour);
  expect(leases.size).toBeLessThan(20);
  expect(leases.isOver(1_000_000 * 1_000 + hour)).toBe(true);
});
