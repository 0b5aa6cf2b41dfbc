import type { SeededRandom } from '../../kit/seeded.ts';

/** A secret that a client was shown. */
export interface KnownSecret {
  /** What the history calls it. */
  readonly name: string;
  readonly text: string;
}

/** A key as its client believes it to be; the ledger may know better. */
export interface KnownKey {
  readonly id: string;
  readonly organizationId: string;
  readonly secrets: KnownSecret[];
  isPaused: boolean;
  isRotating: boolean;
  isRevoked: boolean;
  /** The text of the last position that a command on it was answered with. */
  position: string;
}

/** So many of the last secrets are asked about; older ones have been refused everywhere for long. */
const LAST = 80;
const HOT_MS = 1_500;
const HOT_SHARE = 0.6;

/** All secrets that clients know, and which of them something is happening to. */
export class Keys {
  readonly #recent: { readonly key: KnownKey; readonly secret: KnownSecret }[] = [];
  readonly #hot = new Map<KnownKey, number>();
  readonly #urgent = new Map<string, KnownSecret[]>();
  readonly #holders: readonly string[];

  /** @param holders whoever answers whether a key is good */
  constructor(holders: readonly string[]) {
    this.#holders = holders;
  }

  add(key: KnownKey, secret: KnownSecret): void {
    key.secrets.push(secret);
    this.#recent.push({ key, secret });
    if (this.#recent.length > LAST) this.#recent.shift();
    this.heat(key);
  }

  /** Something is about to happen to it: everyone is asked about it more often. */
  heat(key: KnownKey): void {
    this.#hot.set(key, performance.now() + HOT_MS);
  }

  /** Something has happened to it: every holder is asked next about each of its secrets. */
  changed(key: KnownKey): void {
    this.heat(key);
    for (const holder of this.#holders) {
      const urgent = this.#urgent.get(holder) ?? [];
      this.#urgent.set(holder, urgent);
      urgent.push(...key.secrets.slice(-2));
    }
  }

  /** What to ask this holder about next; undefined: there is no key yet. */
  next(holder: string, random: SeededRandom): { readonly secret: KnownSecret; readonly atLeast: string } | undefined {
    const urgent = this.#urgent.get(holder)?.shift();
    if (urgent !== undefined) return { secret: urgent, atLeast: '' };
    const hot = random.chance(HOT_SHARE) ? this.#pickHot(random) : undefined;
    if (hot !== undefined) return { secret: random.pick(hot.secrets.slice(-2)), atLeast: hot.position };
    if (this.#recent.length === 0) return undefined;
    const { key, secret } = random.pick(this.#recent);
    return { secret, atLeast: key.position };
  }

  #pickHot(random: SeededRandom): KnownKey | undefined {
    const now = performance.now();
    for (const [key, until] of this.#hot) if (until < now) this.#hot.delete(key);
    return this.#hot.size === 0 ? undefined : random.pick([...this.#hot.keys()]);
  }
}
