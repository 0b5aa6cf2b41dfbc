import type { Link } from '../../kit/network/network.ts';
import type { Trouble } from '../../kit/network/tcp-proxy.ts';
import type { SeededRandom } from '../../kit/seeded.ts';
import { type Fault, seconds } from './fault.ts';
import type { TroubledSystem } from './troubled-system.ts';

export const TROUBLES = ['delay', 'black hole', 'reset', 'no way forth', 'no way back'] as const;
export type TroubleName = (typeof TROUBLES)[number];

/** Who is parted from whom. */
export const PARTINGS = ['client-broker', 'node-authority', 'broker-broker'] as const;
export type Parting = (typeof PARTINGS)[number];

const SHORTEST_MS = 500;
const LONGEST_MS = 8_000;
const LONGEST_DELAY_MS = 400;

/** Something happens to all ways between some and some others. */
export function troubled(
  system: TroubledSystem,
  trouble: TroubleName,
  parting: Parting,
  leader: string,
  random: SeededRandom,
): Fault {
  const [some, others] = partiesOf(system, parting, leader, random);
  const links = linksOf(system, parting, some, others);
  const durationMs = SHORTEST_MS + random.next() ** 2 * (LONGEST_MS - SHORTEST_MS);
  return {
    kind: `${trouble} ${parting}`,
    text: `${trouble} between ${some.join(', ')} and ${others.join(', ')} for ${seconds(durationMs)}`,
    durationMs,
    subjects: [...some, ...others],
    begin: () => Promise.resolve(system.network.apply(troubleOf(trouble, random), links)),
    end: () => Promise.resolve(system.network.apply(null, links)),
  };
}

function partiesOf(
  system: TroubledSystem,
  parting: Parting,
  leader: string,
  random: SeededRandom,
): readonly [string[], string[]] {
  const names = (kind: 'broker' | 'authority' | 'node'): string[] =>
    system.members.filter((member) => member.kind === kind).map(({ name }) => name);
  const oneOrAll = (all: string[], one: string): string[] => (random.chance(0.5) ? all : [one]);
  if (parting === 'broker-broker') {
    const one = random.chance(0.5) ? leader : random.pick(names('broker'));
    const others = names('broker').filter((name) => name !== one);
    return [[one], oneOrAll(others, random.pick(others))];
  }
  if (parting === 'node-authority') {
    const authorities = names('authority');
    return [[random.pick(names('node'))], oneOrAll(authorities, random.pick(authorities))];
  }
  return [[random.pick([...names('authority'), ...names('node')])], oneOrAll(names('broker'), leader)];
}

/** Brokers call each other, so there are ways in both directions. */
function linksOf(system: TroubledSystem, parting: Parting, some: readonly string[], others: readonly string[]): Link[] {
  const links = system.network.between(some, others);
  return parting === 'broker-broker' ? [...links, ...system.network.between(others, some)] : links;
}

function troubleOf(name: TroubleName, random: SeededRandom): Trouble {
  switch (name) {
    case 'delay':
      return { kind: 'delay', ms: random.between(20, LONGEST_DELAY_MS) };
    case 'reset':
      return { kind: 'reset' };
    case 'black hole':
      return { kind: 'hole', ways: ['forth', 'back'] };
    case 'no way forth':
      return { kind: 'hole', ways: ['forth'] };
    case 'no way back':
      return { kind: 'hole', ways: ['back'] };
  }
}
