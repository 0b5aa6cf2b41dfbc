import type { Machine } from './engine/machine.ts';
import type { FaultKind } from './fault-kinds.ts';
import type { Process, World } from './world.ts';

export interface Started {
  /** Called when it has lasted. */
  readonly end: () => void;
  /** When something should be taken away, to meet it at its worst; left out: at any time. */
  readonly worstAfterMs?: number;
}

/** Starts it, for so long. Null: there was nothing to do it to. */
type Fault = (world: World, lastsMs: number) => Started | null;

type Links = [from: string, to: string][];

const nameOf = (process: Process): string => process.machine.name;
const both = (one: string, other: string): Links => [
  [one, other],
  [other, one],
];
const allOf = (world: World, name: string): Links =>
  [...world.processes.map(nameOf), 'broker'].filter((other) => other !== name).flatMap((other) => both(name, other));

/** Ends what was started, and what has not been started yet. */
const ending = (world: World, cancel: readonly (() => void)[], links: Links) => (): void => {
  for (const each of cancel) each();
  world.heal(links);
};

const OVER: Started = { end: () => undefined };

/** How each of them comes about. */
const FAULTS: Readonly<Record<FaultKind, Fault>> = {
  'process paused': (world) => stopped(world, 'pause'),
  'machine suspended': (world) => stopped(world, 'suspend'),
  'process killed': (world, lastsMs) => {
    const victim = world.pickRunning();
    if (victim === null) return null;
    world.note(`${victim.machine.name} is killed`);
    victim.kill();
    return { end: world.startsLater(victim, lastsMs / 2) };
  },
  'process restarted': (world, lastsMs) => {
    const victim = world.pickRunning();
    if (victim === null) return null;
    world.note(`${victim.machine.name} stops`);
    const end = world.startsLater(victim, lastsMs / world.random.pick([4, 20]));
    void victim.stop();
    return { end };
  },
  'cut off from the ledger': (world) => ({ end: world.cut(both(nameOf(world.pickProcess()), 'broker')) }),
  'ledger heard, not answered': (world) => ({ end: world.cut([[nameOf(world.pickProcess()), 'broker']]) }),
  'ledger not heard': (world) => ({ end: world.cut([['broker', nameOf(world.pickProcess())]]) }),
  'cut off from an authority': (world) => {
    const links = both(nameOf(world.pickNode()), nameOf(world.pickAuthority()));
    return { end: world.cut(world.random.chance(0.5) ? links : [world.random.pick(links)]) };
  },
  'cut off from everything': (world) => ({ end: world.cut(allOf(world, nameOf(world.pickProcess()))) }),
  'slow ledger': (world, lastsMs) => ({ end: world.slow(both(nameOf(world.pickProcess()), 'broker'), lastsMs / 2) }),
  'slow authority': (world, lastsMs) => {
    const links: Links = [[nameOf(world.pickAuthority()), nameOf(world.pickNode())]];
    return { end: world.slow(links, lastsMs / 2) };
  },
  'wall clock jumped': (world) => {
    const { machine } = world.pickProcess();
    const { random, hold } = world;
    const ms = random.chance(0.7) ? random.between(-2 * hold, 2 * hold) : random.between(-1, 1) * 86_400_000;
    if (ms < 0 && isWrongLately(world, machine, 'monotonic')) return null;
    world.note(`the wall clock of ${machine.name} jumps by ${ms.toFixed(1)} ms`);
    machine.jumpWall(ms);
    return OVER;
  },
  'leader deposed': (world) => {
    const told = world.processes.filter(() => world.random.chance(0.5)).map((process) => process.machine.name);
    if (told.length === 0) return null;
    world.note(`a deposed leader still answers ${told.join(', ')}`);
    world.broker.depose(told);
    const end = (): void => told.forEach((name) => world.broker.findLeader(name));
    return { end };
  },
  'ledger compacted': (world) => {
    const removed = world.broker.compact();
    if (removed === 0) return null;
    world.note(`compaction removes ${String(removed)} records`);
    return OVER;
  },
  'compacted behind a reader': (world) => {
    // A replica does not hear how a node gets a lease, and compaction removes what would tell it.
    const deaf: Links = [['broker', nameOf(world.pickAuthority())]];
    const links = allOf(world, nameOf(world.pickNode()));
    const { stalenessMs } = world.scenario.terms;
    world.cut(deaf, 'lose');
    const worstAfterMs = stalenessMs * 0.9;
    const cancel = [
      world.scheduler.after(stalenessMs * 0.5, () => world.cut(links, 'hold')),
      world.scheduler.after(worstAfterMs, () => {
        world.note(`compaction removes ${String(world.broker.compact())} records`);
        world.heal(deaf);
      }),
    ];
    return { end: ending(world, cancel, [...links, ...deaf]), worstAfterMs };
  },
  'cut off soon after its start': (world) => {
    const node = world.pickNode();
    if (!node.machine.isRunning) return null;
    const links = allOf(world, nameOf(node));
    world.note(`${nameOf(node)} is killed, and starts at once`);
    node.kill();
    node.start();
    // As long as a first lease takes, and a first answer.
    const worstAfterMs = 10 * world.scenario.network.maxMs;
    const cancel = [world.scheduler.after(worstAfterMs - 1, () => world.cut(links))];
    return { end: ending(world, cancel, links), worstAfterMs };
  },
  'wall clock set back while cut off': (world) => {
    const { machine } = world.pickNode();
    const { random, hold, scheduler } = world;
    const links = allOf(world, machine.name);
    world.cut(links);
    const setBack = scheduler.after(hold * random.between(0.3, 0.7), () => {
      if (isWrongLately(world, machine, 'monotonic')) return;
      world.note(`the wall clock of ${machine.name} is set back`);
      machine.jumpWall(-hold * random.between(0.2, 0.6));
    });
    return { end: ending(world, [setBack], links), worstAfterMs: hold * random.between(0, 0.3) };
  },
  'connection to the ledger reset': (world) => {
    const { machine, ledger } = world.pickProcess();
    if (ledger === null || !machine.isRunning) return null;
    world.note(`${machine.name} loses its connection to the ledger`);
    ledger.reset();
    return OVER;
  },
  'connected to the ledger anew': (world) => {
    const { machine, ledger } = world.pickNode();
    if (ledger === null || !machine.isRunning) return null;
    const heal = world.cut([['broker', machine.name]], 'lose');
    const end = (): void => {
      heal();
      ledger.reset();
    };
    return { end, worstAfterMs: 1 };
  },
  'state reloaded': (world) => {
    const authority = world.pickAuthority();
    const { machine } = authority;
    if (!machine.isRunning) return null;
    const { stalenessMs } = world.scenario.terms;
    const links: Links = [['broker', machine.name]];
    authority.saveCheckpoint();
    const reload = world.scheduler.after(stalenessMs * world.random.between(0.1, 0.5), () => {
      if (!machine.isRunning) return;
      world.note(`${machine.name} begins anew, from what it had saved`);
      authority.kill();
      world.cut(links, 'hold');
      authority.start();
    });
    return { end: ending(world, [reload], links), worstAfterMs: 1 };
  },
  'follower lost its way': (world) => {
    const { machine, ledger } = world.pickNode();
    if (ledger === null || !machine.isRunning) return null;
    world.note(`${machine.name} cannot read on`);
    ledger.corrupt();
    return OVER;
  },
  'follower lost its way, answers late': (world, lastsMs) => {
    const { machine, ledger } = world.pickNode();
    if (ledger === null || !machine.isRunning) return null;
    const links = world.authorities.map((authority): [string, string] => [nameOf(authority), machine.name]);
    world.cut(links, 'hold');
    const lose = world.scheduler.after(world.random.between(0, lastsMs / 2), () => {
      world.note(`${machine.name} cannot read on`);
      ledger.corrupt();
    });
    return { end: ending(world, [lose], links) };
  },
};

export const startFault = (kind: FaultKind, world: World, lastsMs: number): Started | null =>
  FAULTS[kind](world, lastsMs);

/** A machine both of whose clocks are wrong at once is outside of the promise (docs/spec, "Outside the promise"). */
const isWrongLately = (world: World, machine: Machine, clock: 'monotonic' | 'wall'): boolean =>
  machine.wrongAt(clock) > world.scheduler.now - 2 * world.hold;

function stopped(world: World, how: 'pause' | 'suspend'): Started | null {
  const victim = world.pickRunning();
  if (victim === null) return null;
  const { machine } = victim;
  if (how === 'suspend' && isWrongLately(world, machine, 'wall')) return null;
  world.note(`${machine.name}: ${how}`);
  machine[how]();
  const end = (): void => {
    if (!machine.isStopped) return;
    world.note(`${machine.name} goes on`);
    machine.resume(world.random.chance(0.5));
  };
  return { end };
}
