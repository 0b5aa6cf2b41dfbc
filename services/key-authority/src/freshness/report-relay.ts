import { type AppliedReport, BEFORE_FIRST, type Incarnation, type LedgerPosition } from '@keyledger/domain';

/** Whose reports are remembered; of who has been silent for longest, the next one counts as its first. */
const MAX_HOLDERS = 20_000;

/**
 * Decides what is passed on to the other authorities, through the log: what a holder that knows this one alone has
 * applied, as soon as that takes in a change that this replica did not make itself. Somebody may wait for it there.
 */
export class ReportRelay {
  readonly #pass: (report: AppliedReport) => void;
  readonly #applied = new Map<Incarnation, LedgerPosition>();
  /** Where the newest change of another replica stands, and up to which one each holder's report was passed on. */
  #foreign = BEFORE_FIRST;
  readonly #passed = new Map<Incarnation, LedgerPosition>();

  constructor(pass: (report: AppliedReport) => void) {
    this.#pass = pass;
  }

  /** Another replica's change was read. */
  changed(position: LedgerPosition): void {
    this.#foreign = position;
    for (const incarnation of this.#applied.keys()) this.#consider(incarnation);
  }

  applied(incarnation: Incarnation, applied: LedgerPosition): void {
    this.#applied.delete(incarnation);
    this.#applied.set(incarnation, applied);
    for (const oldest of this.#applied.keys()) {
      if (this.#applied.size <= MAX_HOLDERS) break;
      this.#forget(oldest);
    }
    this.#consider(incarnation);
  }

  gaveBack(incarnation: Incarnation): void {
    this.#forget(incarnation);
    this.#pass({ incarnation, applied: BEFORE_FIRST, gaveBack: true });
  }

  #consider(incarnation: Incarnation): void {
    const applied = this.#applied.get(incarnation) ?? BEFORE_FIRST;
    const passed = this.#passed.get(incarnation) ?? BEFORE_FIRST;
    if (this.#foreign <= passed || applied < this.#foreign) return;
    this.#passed.set(incarnation, this.#foreign);
    this.#pass({ incarnation, applied, gaveBack: false });
  }

  #forget(incarnation: Incarnation): void {
    this.#applied.delete(incarnation);
    this.#passed.delete(incarnation);
  }
}
