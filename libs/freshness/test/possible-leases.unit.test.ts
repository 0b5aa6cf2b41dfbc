import { positionAt } from '@keyledger/domain';
import { expect, it } from 'vitest';
import { PossibleLeases } from '../src/possible-leases.ts';
import { Seeded } from '../../../test/kit/seeded.ts';

const WAIT = 10_000;

it('last as long as the longest from below a position, or at most a sixteenth of a wait longer', () => {
  const random = new Seeded('possible leases');
  for (let round = 0; round < 200; round += 1) {
    const leases = new PossibleLeases();
    const all: { position: number; until: number }[] = [];
    let now = 0;
    for (let count = 0; count < 100; count += 1) {
      now += random.next() * 400;
      // An acknowledgement may come a little after a later record was read.
      const position = Math.max(0, count - Math.floor(random.next() * 3));
      leases.add(positionAt(position), now, WAIT);
      all.push({ position, until: now + WAIT });
      const asked = Math.floor(random.next() * (count + 2));
      const live = all.filter((one) => one.position < asked && one.until > now);
      const least = Math.max(-Infinity, ...live.map(({ until }) => until));
      const said = leases.until(positionAt(asked));
      expect(said).toBeGreaterThanOrEqual(least);
      if (least > now) expect(said).toBeLessThanOrEqual(least + WAIT / 16);
    }
  }
});

it('are as few after a million renewals as after a hundred', () => {
  const leases = new PossibleLeases();
  const hour = 3_600_000;
  for (let renewal = 0; renewal < 1_000_000; renewal += 1) leases.add(positionAt(renewal), renewal * 1_000, hour);
  expect(leases.size).toBeLessThan(20);
  expect(leases.isOver(1_000_000 * 1_000 + hour)).toBe(true);
});
