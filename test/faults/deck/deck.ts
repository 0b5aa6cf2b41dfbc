import { brokerName } from '../../kit/kafka/networked.ts';
import type { SeededRandom } from '../../kit/seeded.ts';
import type { Member, MemberKind } from '../system/member.ts';
import type { Fault } from './fault.ts';
import { PARTINGS, TROUBLES, troubled } from './network-faults.ts';
import { frozen, killed, restarted } from './process-faults.ts';
import type { TroubledSystem } from './troubled-system.ts';

/** Makes a fault of one kind, for the system as it is now. */
type Card = (leader: number) => Fault;

const KINDS: readonly MemberKind[] = ['broker', 'authority', 'node'];
const LEADER_SHARE = 0.6;

/** Every kind of fault, in an order that the seed decides; each comes once before any comes twice. */
export class Deck {
  readonly #system: TroubledSystem;
  readonly #random: SeededRandom;
  #cards: Card[] = [];

  constructor(system: TroubledSystem, random: SeededRandom) {
    this.#system = system;
    this.#random = random;
  }

  /** The next fault, or two that go together. */
  async draw(pairShare: number): Promise<Fault[]> {
    const leader = await this.#system.leader();
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
      kind === 'broker' && random.chance(LEADER_SHARE) ? this.#member(brokerName(leader)) : random.pick(this.#of(kind));
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
    const brokers = this.#of('broker').map(({ name }) => name);
    const to = this.#random.pick(brokers.filter((name) => name !== brokerName(leader)));
    return {
      kind: 'leader change',
      text: `${to} takes the lead from ${brokerName(leader)}`,
      durationMs: 0,
      subjects: brokers,
      begin: () => this.#system.moveLeader(brokers.indexOf(to) + 1),
      end: () => Promise.resolve(),
    };
  }

  #of(kind: MemberKind): Member[] {
    return this.#system.members.filter((member) => member.kind === kind);
  }

  #member(wanted: string): Member {
    const member = this.#system.members.find(({ name }) => name === wanted);
    if (member === undefined) throw new Error(`there is no ${wanted}`);
    return member;
  }
}
