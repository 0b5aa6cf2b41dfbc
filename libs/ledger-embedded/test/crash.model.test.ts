import { positionAt } from '@keyledger/domain';
import { isFault, type Ledger } from '@keyledger/ports';
import { expect, test } from 'vitest';
import { runs } from '../../../test/kit/runs.ts';
import { seededRandom } from '../../../test/kit/seeded.ts';
import { openEmbeddedLedger } from '../src/index.ts';
import { CrashDisk } from './crash-disk.ts';
import { allTexts, entry, textsUpTo } from './reading.ts';

const SEEDS = runs(400);
const LIVES = 8;
const MAX_STEPS = 40;

/** What the outside world knows of a ledger that lives through crashes. */
class Witness {
  readonly #random: () => number;
  readonly #disk: CrashDisk;
  /** By position, with holes: the text that was acknowledged, or that a follower saw. */
  readonly #known: string[] = [];
  readonly #mayBeThere = new Set<string>();
  #offered = 0;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
    this.#disk = new CrashDisk(this.#random);
  }

  get known(): number {
    return this.#known.length;
  }

  #upTo(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  /** One life of the process, from its start to its death. */
  async live(): Promise<void> {
    const files = this.#disk.boot(1 + this.#upTo(MAX_STEPS), this.#random() < 0.3 ? 0.05 : 0);
    const ledger = await openOrDie(openEmbeddedLedger({ folder: 'data', files }));
    if (ledger !== null) {
      await this.#compare(ledger);
      for (let bursts = this.#upTo(6); bursts > 0; bursts--) await this.#burst(ledger);
      await this.#look(ledger);
    }
    if (this.#random() < 0.5) this.#disk.kill();
    else this.#disk.powerFail();
  }

  /** A last start, on a disk that works. */
  async finish(): Promise<void> {
    const ledger = await openEmbeddedLedger({ folder: 'data', files: this.#disk.boot() });
    await this.#compare(ledger);
  }

  /** Several appends at once, some of them larger than a sector. */
  async #burst(ledger: Ledger): Promise<void> {
    const appends = Array.from({ length: 1 + this.#upTo(5) }, async () => {
      const text = `${String(this.#offered++)}:${'x'.repeat(this.#upTo(200))}`;
      this.#mayBeThere.add(text);
      try {
        this.#know(await ledger.append(entry(text)), text);
      } catch (error) {
        if (isFault(error, 'ledger_unavailable')) this.#mayBeThere.delete(text);
        else if (!isFault(error, 'outcome_unknown')) throw error;
      }
    });
    await Promise.all(appends);
  }

  #know(position: number, text: string): void {
    const before = this.#known[position];
    if (before !== undefined) expect(text).toBe(before);
    this.#known[position] = text;
  }

  /** What a follower has shown to someone must stay. */
  async #look(ledger: Ledger): Promise<void> {
    const texts = await textsUpTo(ledger, positionAt(this.#known.length - 1)).catch(() => []);
    for (const [position, text] of texts.entries()) this.#know(position, text);
  }

  async #compare(ledger: Ledger): Promise<void> {
    const texts = await allTexts(ledger).catch((error: unknown) => {
      if (isFault(error, 'ledger_unavailable')) return null;
      throw error;
    });
    if (texts === null) return;
    this.#known.forEach((text, position) => {
      expect(texts[position], 'a known record is lost or changed').toBe(text);
    });
    expect(new Set(texts).size, 'a record is there twice').toBe(texts.length);
    for (const text of texts)
      expect(this.#mayBeThere, 'nobody appended this, or was told it is not there').toContain(text);
    for (const [position, text] of texts.entries()) this.#know(position, text);
  }
}

async function openOrDie(opening: Promise<Ledger>): Promise<Ledger | null> {
  try {
    return await opening;
  } catch (error) {
    // Dying is no damage: a ledger that was only ever killed opens again.
    if (isFault(error, 'ledger_unavailable')) return null;
    throw error;
  }
}

test('whatever the step at which the process or the machine dies, what was acknowledged or shown is there, in place, and nothing else', async () => {
  let known = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    try {
      const witness = new Witness(seed);
      for (let life = 0; life < LIVES; life++) await witness.live();
      await witness.finish();
      known += witness.known;
    } catch (error) {
      throw new Error(`seed ${String(seed)}`, { cause: error });
    }
  }
  // The crashes must not come so early that there is nothing to lose.
  expect(known).toBeGreaterThan(SEEDS * 10);
});
