import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../kit/seeded.ts';
import { FaultsSeen } from '../engine/faults-seen.ts';
import { Machine } from '../engine/machine.ts';
import { Network } from '../engine/network.ts';
import { Scheduler } from '../engine/scheduler.ts';

const CALM = { minMs: 1, maxMs: 1, lost: 0, doubled: 0, late: 0, lateMs: 0 };

function setUp(rate = 1) {
  const scheduler = new Scheduler();
  const machine = new Machine(scheduler, { name: 'machine', rate, wallOffset: 0 });
  machine.boot();
  const network = new Network(() => scheduler.now, new SeededRandom(1), CALM, new FaultsSeen());
  const heard: [what: string, at: number][] = [];
  const hear = (what: string) => (): void => void heard.push([what, Math.round(scheduler.now)]);
  const untilOver = (): Promise<void> => scheduler.run(() => false);
  return { scheduler, machine, network, heard, hear, untilOver };
}

describe('the scheduler', () => {
  it('runs what is planned by its time, and what comes at once in the order of planning', async () => {
    const { scheduler, heard, hear, untilOver } = setUp();
    const random = new SeededRandom(3);
    const times = Array.from({ length: 200 }, () => random.below(20));
    for (const at of times) scheduler.after(at, hear(String(at)));
    await untilOver();
    expect(heard).toEqual(times.toSorted((one, other) => one - other).map((at) => [String(at), at]));
  });

  it('follows promises to their end before the next event, and forgets what was called off', async () => {
    const { scheduler, heard, hear, untilOver } = setUp();
    scheduler.after(1, () => void Promise.resolve().then(hear('then')).then(hear('and then')));
    scheduler.after(1, hear('next'));
    scheduler.after(1, hear('never'))();
    await untilOver();
    expect(heard.map(([what]) => what)).toEqual(['then', 'and then', 'next']);
  });
});

describe('a machine', () => {
  it('has clocks that drift, and timers that ring by them', async () => {
    const { scheduler, machine, heard, hear, untilOver } = setUp(1.01);
    const [wall, monotonic] = [machine.wall(), machine.monotonic()];
    machine.after(1_010, hear('rings'));
    await untilOver();
    expect(heard).toEqual([['rings', 1_000]]);
    expect(machine.wall() - wall).toBeCloseTo(scheduler.now * 1.01);
    expect(machine.monotonic() - monotonic).toBeCloseTo(scheduler.now * 1.01);
  });

  it('holds back while it is paused, and both its clocks go on', async () => {
    const { scheduler, machine, heard, hear, untilOver } = setUp();
    const monotonic = machine.monotonic();
    machine.after(10, hear('timer'));
    machine.deliver(5, hear('message'));
    machine.pause();
    scheduler.after(100, () => machine.resume(true));
    await untilOver();
    expect(heard).toEqual([
      ['timer', 100],
      ['message', 100],
    ]);
    expect(machine.monotonic() - monotonic).toBeCloseTo(scheduler.now);
  });

  it('has a monotonic clock that stands still while it is suspended, and a wall clock that does not', async () => {
    const { scheduler, machine, heard, hear, untilOver } = setUp();
    const [wall, monotonic] = [machine.wall(), machine.monotonic()];
    machine.after(10, hear('rings'));
    machine.suspend();
    scheduler.after(100, () => machine.resume());
    await untilOver();
    expect(heard).toEqual([['rings', 110]]);
    expect(machine.monotonic() - monotonic).toBeCloseTo(10);
    expect(machine.wall() - wall).toBeCloseTo(scheduler.now);
  });

  it('loses with its life what was planned in it', async () => {
    const { machine, heard, hear, untilOver } = setUp();
    machine.after(10, hear('timer'));
    machine.deliver(10, hear('message'));
    machine.kill();
    machine.boot();
    machine.after(20, hear('of the new life'));
    await untilOver();
    expect(heard).toEqual([['of the new life', 20]]);
  });

  it('knows between which times its wall clock was', () => {
    const { machine } = setUp();
    const watch = machine.watchWall();
    const wall = machine.wall();
    machine.jumpWall(-500);
    machine.jumpWall(700);
    expect(watch.range()).toEqual([wall - 500, wall + 200]);
  });
});

describe('the network', () => {
  it('holds back or loses what is sent over a cut, one way only', async () => {
    const { scheduler, machine, network, heard, hear, untilOver } = setUp();
    const other = { name: 'other', deliver: (ms: number, run: () => void) => void scheduler.after(ms, run) };
    network.cut('machine', 'other', 'hold');
    network.send(machine, other, hear('held back'));
    network.send(other, machine, hear('the other way'));
    scheduler.after(50, () => network.heal('machine', 'other'));
    scheduler.after(60, () => {
      network.cut('machine', 'other', 'lose');
      network.send(machine, other, hear('never'), { onLost: hear('lost') });
    });
    await untilOver();
    expect(heard).toEqual([
      ['the other way', 1],
      ['held back', 51],
      ['lost', 60],
    ]);
  });
});
