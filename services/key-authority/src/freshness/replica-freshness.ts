import type { Directory } from '@keyledger/directory';
import { type AppliedReport, BEFORE_FIRST, type LeaseTerms, type LedgerPosition, type Noop } from '@keyledger/domain';
import { Everywhere, Holders, LeaseHolder, incarnationOf, newProof } from '@keyledger/freshness';
import type { AppliedReporter, Clock, HolderProof, LeaseState, Logger, Timers } from '@keyledger/ports';
import type { Freshness } from '../application/freshness.ts';
import type { Acknowledged } from '../ledger/acknowledged.ts';
import type { LedgerListener } from '../ledger/projector.ts';
import { BarrierDesk } from './barrier-desk.ts';
import { HolderDoor } from './holder-door.ts';
import { ReportRelay } from './report-relay.ts';

export interface ReplicaFreshnessOptions {
  readonly acknowledged: Acknowledged;
  readonly directory: Directory;
  /** @throws Fault `not_caught_up` */
  readonly waitFor: (position: LedgerPosition, deadlineMs: number) => Promise<void>;
  /** The most that this authority grants, and asks for itself. */
  readonly policy: LeaseTerms;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly logger: Logger;
  readonly newProof?: () => HolderProof;
  readonly maxNames?: number;
}

/**
 * Fewer than a holder elsewhere needs: it asks itself, so that nothing is lost on the way; and it goes along with what
 * others ask for, who come earlier.
 */
const OWN_RENEWALS_PER_BOUND = 2;
/** Half a bound is too little to wait for others as well, where the bound is a short one. */
const OWN_URGENT_BELOW_MS = 100;

/** One authority's part in the revocation guarantee: what it grants, whom it waits for, and its own lease. */
export class ReplicaFreshness implements Freshness, LedgerListener {
  readonly everywhere: Everywhere;
  /** This replica's own lease. */
  readonly held: LeaseHolder;
  readonly door: HolderDoor;
  readonly #holders: Holders;
  readonly #directory: Directory;
  readonly #relay: ReportRelay;
  #isLive = false;
  /** Of leases from before this replica began to read. Longer ones that are allowed later are known one by one. */
  #longestHoldMs = Infinity;
  #ledgerId = '';

  constructor(options: ReplicaFreshnessOptions) {
    const { directory, clock, timers, policy, logger } = options;
    this.#directory = directory;
    this.#holders = new Holders(clock, () => this.everywhere.changed());
    const remainingMs = (position: LedgerPosition): number => this.#holders.remainingMs(position, this.#longestHoldMs);
    this.everywhere = new Everywhere({ remainingMs }, timers);
    const holders = this.#holders;
    const ownReport = (): AppliedReport | null => this.#ownState();
    const onWriting = (): void => this.held.join();
    const desk = new BarrierDesk({ ...options, holders, ownReport, onWriting });
    this.#relay = new ReportRelay((report) => void desk.relay(report));
    this.door = new HolderDoor({
      desk,
      holders,
      relay: this.#relay,
      clock,
      ledgerId: () => directory.ledgerId,
      maxHoldMs: () => directory.ledger.maxHoldMs,
    });
    this.held = new LeaseHolder({
      source: desk,
      reporter: this.#ownReporter(desk),
      terms: policy,
      clock,
      timers,
      newProof: options.newProof ?? newProof,
      renewalsPerBound: OWN_RENEWALS_PER_BOUND,
      urgentBelowMs: OWN_URGENT_BELOW_MS,
      logger,
      // Another replica has opened an epoch: this one reads the same ledger, and goes on under its new name.
      observer: { ledgerReplaced: () => this.held.begin(directory.applied) },
    });
  }

  lease(): LeaseState {
    return this.held.state();
  }

  holders(): number {
    return this.#holders.count;
  }

  began(): void {
    this.#ledgerId = this.#directory.ledgerId;
    this.#holders.began();
  }

  noop(position: LedgerPosition, noop: Noop): void {
    this.#holders.read(position, noop, this.#directory.ledger.longestHoldMs);
  }

  gap(position: LedgerPosition): void {
    this.#holders.gap(position, this.#directory.ledger.longestHoldMs);
  }

  foreign(position: LedgerPosition): void {
    if (this.#isLive) this.#relay.changed(position);
  }

  applied(position: LedgerPosition, isNews: boolean): void {
    if (isNews) this.#noteEpoch();
    this.held.applied(position, isNews);
  }

  /** The replica has caught up, and may answer for what it has read. */
  live(): void {
    this.#isLive = true;
    this.#longestHoldMs = this.#directory.ledger.longestHoldMs;
    this.held.begin(this.#directory.applied);
  }

  /** Gives the replica's lease back; nothing is answered any more. */
  close(): Promise<void> {
    return this.held.close();
  }

  /** What an epoch ended may have named anyone, and at positions that stand for something else now. */
  #noteEpoch(): void {
    const { ledgerId, longestHoldMs } = this.#directory.ledger;
    if (ledgerId === this.#ledgerId) return;
    if (this.#ledgerId !== '') this.#holders.gap(BEFORE_FIRST, longestHoldMs);
    this.#ledgerId = ledgerId;
  }

  #ownState(): AppliedReport | null {
    const { proof } = this.held;
    if (proof === null) return null;
    return { incarnation: incarnationOf(proof), applied: this.#directory.applied, gaveBack: false };
  }

  /** This replica is a holder like any other; the others learn of it through the log. */
  #ownReporter(desk: BarrierDesk): AppliedReporter {
    return {
      applied: (proof, _ledgerId, applied) => {
        this.#holders.reported(incarnationOf(proof), applied);
        this.#relay.applied(incarnationOf(proof), applied);
      },
      giveBack: (proof, _ledgerId, applied) => {
        const incarnation = incarnationOf(proof);
        this.#holders.gaveBack(incarnation);
        return desk.relay({ incarnation, applied, gaveBack: true });
      },
    };
  }
}
