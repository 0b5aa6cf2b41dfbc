import { eventually } from '../../kit/eventually.ts';
import { brokerName } from '../../kit/kafka/networked.ts';
import type { SeededRandom } from '../../kit/seeded.ts';
import type { Member, MemberKind } from '../system/member.ts';
import type { System } from '../system/system.ts';
import { moveLeader, partitionOf } from '../system/topic.ts';
import type { Fault } from './fault.ts';
import { PARTINGS, TROUBLES, troubled } from './network-faults.ts';
import { frozen, killed, restarted } from './process-faults.ts';

/** Makes a fault of one kind, for the system as it is now. */
type Card = (leader: number) => Fault;

const KINDS: readonly MemberKind[] = ['broker', 'authority', 'node'];
const LEADER_SHARE = 0.6;

/** Every kind of fault, in an order that the seed decides; each comes once before any comes twice. */
export class Deck {
  readonly #system: System;
  readonly #random: SeededRandom;
  #cards: Card[] = [];

  constructor(system: System, random: SeededRandom) {
    this.#system = system;
    this.#random = random;
  }

  /** The next fault, or two that go together. */
  async draw(pairShare: number): Promise<Fault[]> {
    const { leader } = await eventually(() => partitionOf(this.#system), 30_000);
    const first = this.#next()(leader);
    if (!this.#random.chance(pairShare)) return [first];
    const second = this.#next()(leader);
    return second.subjects.some((subject) => first.subjects.includes(subject)) ? [first] : [first, second];
  }

  #next(): Card {
    if (this.#cards.length === 0) this.#cards = this.#shuffled();
    const card = this.#cards.pop();
    if (card === undefined) throw new Error('unreachable');
    return card;
  }

  #shuffled(): Card[] {
    const cards = this.#all();
    for (let index = cards.length - 1; index > 0; index -= 1) {
      const other = this.#random.below(index + 1);
      [cards[index], cards[other]] = [cards[other] as Card, cards[index] as Card];
    }
    return cards;
  }

  #all(): Card[] {
    const random = this.#random;
    const one = (kind: MemberKind, leader: number): Member =>
      kind === 'broker' && random.chance(LEADER_SHARE)
        ? this.#system.member(brokerName(leader))
        : random.pick(this.#system.of(kind));
    return [
      ...KINDS.flatMap((kind): Card[] => [
        (leader) => killed(one(kind, leader), random),
        (leader) => frozen(one(kind, leader), random),
        (leader) => restarted(one(kind, leader)),
      ]),
      ...PARTINGS.flatMap((parting) =>
        TROUBLES.map(
          (trouble): Card =>
            (leader) =>
              troubled(this.#system, trouble, parting, brokerName(leader), random),
        ),
      ),
      (leader) => this.#leaderChange(leader),
      (leader) => this.#leaderChange(leader),
    ];
  }

  #leaderChange(leader: number): Fault {
    const others = this.#system.kafka.nodes.map(({ id }) => id).filter((id) => id !== leader);
    const to = this.#random.pick(others);
    return {
      kind: 'leader change',
      text: `broker-${String(to)} takes the lead from broker-${String(leader)}`,
      durationMs: 0,
      subjects: this.#system.of('broker').map(({ name }) => name),
      begin: () => moveLeader(this.#system, to),
      end: () => Promise.resolve(),
    };
  }
}
