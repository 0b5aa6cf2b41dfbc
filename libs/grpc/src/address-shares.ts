import { addressBlock } from '@keyledger/domain';

export interface ShareLimit {
  /** How many places there are. */
  readonly all: number;
  /** How many of them one client address may hold. */
  readonly perAddress: number;
}

/** Places of which no client address can take all: a /64 of IPv6 counts as one address, and so does every unknown one. */
export class AddressShares {
  readonly #limit: ShareLimit;
  readonly #held = new Map<string, number>();
  #all = 0;

  constructor(limit: ShareLimit) {
    this.#limit = limit;
  }

  /** False: there is no place, and none is to be given back. */
  tryTake(address: string | null): boolean {
    const block = addressBlock(address);
    const held = this.#held.get(block) ?? 0;
    if (this.#all >= this.#limit.all || held >= this.#limit.perAddress) return false;
    this.#all += 1;
    this.#held.set(block, held + 1);
    return true;
  }

  giveBack(address: string | null): void {
    const block = addressBlock(address);
    const held = this.#held.get(block) ?? 0;
    this.#all -= 1;
    if (held > 1) this.#held.set(block, held - 1);
    else this.#held.delete(block);
  }
}
