import type { SeededRandom } from '../../kit/seeded.ts';
import type { FaultsSeen } from './faults-seen.ts';

/** Where messages arrive. */
export interface Place {
  readonly name: string;
  deliver(ms: number, run: () => void): void;
}

/** How bad the network is for as long as nothing in particular is wrong with it. */
export interface NetworkOptions {
  readonly minMs: number;
  readonly maxMs: number;
  /** Of all messages, how many are lost, arrive twice, or arrive very late. */
  readonly lost: number;
  readonly doubled: number;
  readonly late: number;
  readonly lateMs: number;
}

/** `hold`: what is sent meanwhile arrives afterwards; `lose`: never. */
export type CutKind = 'hold' | 'lose';

export interface SendOptions {
  /** Called if it can never arrive: for the sender's own time-outs, which cannot know earlier. */
  readonly onLost?: () => void;
  /** Where nothing ever sends it again by itself. */
  readonly isOnce?: boolean;
}

interface Link {
  cut: CutKind | null;
  slowMs: number;
  held: (() => void)[];
  lastArrival: number;
}

/** Carries messages, one way each, between places; each takes as long as it likes. */
export class Network {
  readonly #now: () => number;
  readonly #random: SeededRandom;
  readonly #options: NetworkOptions;
  readonly #seen: FaultsSeen;
  /** By where they begin, then by where they end. */
  readonly #links = new Map<string, Map<string, Link>>();
  /** From now on nothing goes wrong. */
  isHealed = false;

  constructor(now: () => number, random: SeededRandom, options: NetworkOptions, seen: FaultsSeen) {
    this.#now = now;
    this.#random = random;
    this.#options = options;
    this.#seen = seen;
  }

  send(from: Place, to: Place, run: () => void, { onLost, isOnce = false }: SendOptions = {}): void {
    const link = this.#link(from.name, to.name);
    if (link.cut === 'hold') {
      this.#seen.count('message held back');
      link.held.push(() => this.send(from, to, run, { ...(onLost && { onLost }), isOnce }));
      return;
    }
    const { lost, doubled } = this.#options;
    if (link.cut === 'lose' || this.#happens(lost)) {
      this.#seen.count('message lost');
      onLost?.();
      return;
    }
    to.deliver(this.#transit(link), run);
    if (isOnce || !this.#happens(doubled)) return;
    this.#seen.count('message doubled');
    to.deliver(this.#transit(link) + this.#random.between(0, this.#options.lateMs), run);
  }

  /** One way only. */
  cut(from: string, to: string, kind: CutKind): void {
    this.#link(from, to).cut = kind;
  }

  slow(from: string, to: string, ms: number): void {
    this.#link(from, to).slowMs = ms;
  }

  heal(from: string, to: string): void {
    const link = this.#link(from, to);
    link.cut = null;
    link.slowMs = 0;
    for (const send of link.held.splice(0)) send();
  }

  isCut(from: string, to: string): boolean {
    return this.#link(from, to).cut !== null;
  }

  healAll(): void {
    this.isHealed = true;
    for (const [from, links] of this.#links) for (const to of links.keys()) this.heal(from, to);
  }

  #transit(link: Link): number {
    const { minMs, maxMs, late, lateMs } = this.#options;
    let ms = this.#random.between(minMs, maxMs);
    if (link.slowMs > 0) ms += this.#random.between(0, link.slowMs);
    if (this.#happens(late)) {
      this.#seen.count('message late');
      ms += this.#random.between(0, lateMs);
    }
    const arrival = this.#now() + ms;
    if (arrival < link.lastArrival) this.#seen.count('message overtaken');
    else link.lastArrival = arrival;
    return ms;
  }

  #happens(probability: number): boolean {
    return !this.isHealed && this.#random.chance(probability);
  }

  #link(from: string, to: string): Link {
    let links = this.#links.get(from);
    if (links === undefined) this.#links.set(from, (links = new Map()));
    let link = links.get(to);
    if (link === undefined) links.set(to, (link = { cut: null, slowMs: 0, held: [], lastArrival: 0 }));
    return link;
  }
}
