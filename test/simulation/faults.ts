import type { AuthorityProcess } from './authority-process.ts';
import type { NodeProcess } from './node-process.ts';
import type { World } from './world.ts';

export type Process = AuthorityProcess | NodeProcess;

/** Starts it, for so long. @returns what ends it, if it has to be ended; null: there was nothing to do it to */
type Fault = (world: World, lastsMs: number) => (() => void) | null;

const nothing = (): void => undefined;

/** What can be wrong with processes, their clocks, the network and the ledger. */
const FAULTS = {
  'process paused': (world) => stopped(world, 'pause'),
  'machine suspended': (world) => stopped(world, 'suspend'),
  'process killed': (world, lastsMs) => {
    const victim = world.pickRunning();
    if (victim === null) return null;
    world.note(`${victim.machine.name} is killed`);
    victim.kill();
    return world.startsLater(victim, lastsMs / 2);
  },
  'process restarted': (world, lastsMs) => {
    const victim = world.pickRunning();
    if (victim === null) return null;
    world.note(`${victim.machine.name} stops`);
    const start = world.startsLater(victim, lastsMs / 4);
    void victim.stop();
    return start;
  },
  'cut off from the ledger': (world) => {
    const { machine } = world.pickProcess();
    return world.cut([
      [machine.name, 'broker'],
      ['broker', machine.name],
    ]);
  },
  'ledger heard, not answered': (world) => {
    const { machine } = world.pickProcess();
    return world.cut([[machine.name, 'broker']]);
  },
  'ledger not heard': (world) => {
    const { machine } = world.pickProcess();
    return world.cut([['broker', machine.name]]);
  },
  'cut off from an authority': (world) => {
    const [node, authority] = [world.pickNode().machine.name, world.pickAuthority().machine.name];
    const both: [string, string][] = [
      [node, authority],
      [authority, node],
    ];
    return world.cut(world.random.chance(0.5) ? both : [world.random.pick(both)]);
  },
  'cut off from everything': (world) => {
    const { machine } = world.pickProcess();
    const others = [...world.processes.map((process) => process.machine.name), 'broker'];
    return world.cut(
      others.flatMap((other) => [
        [machine.name, other],
        [other, machine.name],
      ]),
    );
  },
  'slow ledger': (world, lastsMs) => {
    const { machine } = world.pickProcess();
    return world.slow(
      [
        [machine.name, 'broker'],
        ['broker', machine.name],
      ],
      lastsMs / 2,
    );
  },
  'slow authority': (world, lastsMs) => {
    const [node, authority] = [world.pickNode().machine.name, world.pickAuthority().machine.name];
    return world.slow([[authority, node]], lastsMs / 2);
  },
  'wall clock jumped': (world) => {
    const { machine } = world.pickProcess();
    const { random, hold } = world;
    const ms = random.chance(0.7) ? random.between(-2 * hold, 2 * hold) : random.between(-1, 1) * 86_400_000;
    world.note(`the wall clock of ${machine.name} jumps by ${ms.toFixed(1)} ms`);
    machine.jumpWall(ms);
    return nothing;
  },
  'leader deposed': (world) => {
    const told = world.processes.filter(() => world.random.chance(0.5)).map((process) => process.machine.name);
    if (told.length === 0) return null;
    world.note(`a deposed leader still answers ${told.join(', ')}`);
    world.broker.depose(told);
    return () => {
      for (const name of told) world.broker.findLeader(name);
    };
  },
  'ledger compacted': (world) => {
    const removed = world.broker.compact();
    if (removed === 0) return null;
    world.note(`compaction removes ${String(removed)} records`);
    return nothing;
  },
  'connection to the ledger reset': (world) => {
    const { machine, ledger } = world.pickProcess();
    if (ledger === null || !machine.isRunning) return null;
    world.note(`${machine.name} loses its connection to the ledger`);
    ledger.reset();
    return nothing;
  },
  'follower lost its way': (world) => {
    const { machine, ledger } = world.pickNode();
    if (ledger === null || !machine.isRunning) return null;
    world.note(`${machine.name} cannot read on`);
    ledger.corrupt();
    return nothing;
  },
  'follower lost its way, answers late': (world, lastsMs) => {
    const { machine, ledger } = world.pickNode();
    if (ledger === null || !machine.isRunning) return null;
    const heal = world.cut(
      world.authorities.map((authority) => [authority.machine.name, machine.name]),
      'hold',
    );
    world.scheduler.after(world.random.between(0, lastsMs / 2), () => {
      world.note(`${machine.name} cannot read on`);
      ledger.corrupt();
    });
    return heal;
  },
} as const satisfies Record<string, Fault>;

export type FaultKind = keyof typeof FAULTS;

export const FAULT_KINDS = Object.keys(FAULTS) as FaultKind[];

export const startFault = (kind: FaultKind, world: World, lastsMs: number): (() => void) | null =>
  FAULTS[kind](world, lastsMs);

function stopped(world: World, how: 'pause' | 'suspend'): (() => void) | null {
  const victim = world.pickRunning();
  if (victim === null) return null;
  const { machine } = victim;
  world.note(`${machine.name}: ${how}`);
  machine[how]();
  return () => {
    if (!machine.isStopped) return;
    world.note(`${machine.name} goes on`);
    machine.resume(world.random.chance(0.5));
  };
}
