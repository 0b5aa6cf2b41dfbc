import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../kit/seeded.ts';
import { Network } from '../../kit/network/network.ts';
import type { Member, MemberKind } from '../system/member.ts';
import { Deck } from './deck.ts';
import type { TroubledSystem } from './troubled-system.ts';

const done = (): Promise<void> => Promise.resolve();
const member = (kind: MemberKind, number: number): Member => ({
  name: `${kind}-${String(number)}`,
  kind,
  kill: done,
  stop: done,
  restart: done,
  freeze: () => undefined,
  thaw: () => undefined,
});

/** As large as the real one, and nothing behind it. */
function hollowSystem(): TroubledSystem {
  const members = [
    ...[1, 2, 3].map((id) => member('broker', id)),
    ...[0, 1].map((index) => member('authority', index)),
    ...[0, 1, 2, 3].map((index) => member('node', index)),
  ];
  return { members, network: new Network(), leader: () => Promise.resolve(1), moveLeader: done };
}

async function drawn(seed: number, count: number): Promise<string[]> {
  const deck = new Deck(hollowSystem(), new SeededRandom(seed));
  const faults = [];
  while (faults.length < count) faults.push(...(await deck.draw(0.3)));
  return faults.map(({ kind, text }) => `${kind}: ${text}`);
}

describe('the deck of faults', () => {
  it('deals the same faults for the same seed, and others for another', async () => {
    expect(await drawn(7, 60)).toEqual(await drawn(7, 60));
    expect(await drawn(8, 60)).not.toEqual(await drawn(7, 60));
  });

  it('deals every kind within two deals of everything', async () => {
    const kinds = new Set((await drawn(1, 60)).map((fault) => fault.split(':')[0]));
    const troubles = ['delay', 'black hole', 'reset', 'no way forth', 'no way back'];
    const partings = ['client-broker', 'node-authority', 'broker-broker'];
    expect(kinds).toEqual(
      new Set([
        ...['kill', 'freeze', 'restart'].flatMap((what) =>
          ['broker', 'authority', 'node'].map((who) => `${what} ${who}`),
        ),
        ...troubles.flatMap((trouble) => partings.map((parting) => `${trouble} ${parting}`)),
        'leader change',
      ]),
    );
  });

  it('never lets two happen to the same process at once', async () => {
    const deck = new Deck(hollowSystem(), new SeededRandom(3));
    for (let count = 0; count < 200; count += 1) {
      const subjects = (await deck.draw(1)).flatMap((fault) => fault.subjects);
      expect(new Set(subjects).size).toBe(subjects.length);
    }
  });
});
