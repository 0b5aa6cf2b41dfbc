import { type Incarnation, holdOf } from '@keyledger/domain';
import { type Holders, incarnationOf, waitOf } from '@keyledger/freshness';
import type { Barriers, HolderReport, Reports } from '@keyledger/grpc';
import {
  type BarrierAnswer,
  type BarrierRequest,
  type Clock,
  Fault,
  type HolderProof,
  type Principal,
} from '@keyledger/ports';
import type { BarrierDesk } from './barrier-desk.ts';
import type { ReportRelay } from './report-relay.ts';

/** How many lives one credential may hold leases with at a time: each can make an `everywhere` wait for it. */
const MAX_HOLDERS = 1_000;

export interface HolderDoorOptions {
  readonly desk: Pick<BarrierDesk, 'barrier'>;
  readonly holders: Holders;
  readonly relay: ReportRelay;
  readonly clock: Clock;
  readonly ledgerId: () => string;
  readonly maxHoldMs: () => number;
  readonly maxHolders?: number;
}

/** Where holders from outside ask and report (security.md, "Who may ask"). Who proves a life speaks for it, nobody else (rule 14). */
export class HolderDoor implements Barriers, Reports {
  readonly #options: HolderDoorOptions;
  /** By credential: each of its lives, and until when it counts. */
  readonly #livesOf = new Map<string, Map<Incarnation, number>>();

  constructor(options: HolderDoorOptions) {
    this.#options = options;
  }

  /** @throws Fault `rate_limited` where the credential has too many holders, and those of the desk */
  async barrier(request: BarrierRequest, principal: Principal): Promise<BarrierAnswer> {
    this.#admit(principal, incarnationOf(request.proof), holdOf(request.terms));
    return this.#options.desk.barrier(request);
  }

  report(proof: HolderProof, principal: Principal, report: HolderReport): void {
    const { holders, relay, ledgerId } = this.#options;
    // Positions of another ledger say nothing of this one.
    if (report.ledgerId !== ledgerId()) return;
    const incarnation = incarnationOf(proof);
    // Nobody waits for whom no no-op has named.
    const isRelayed = report.relay && holders.isNamed(incarnation);
    if (report.giveBack) {
      this.#livesOf.get(credentialOf(principal))?.delete(incarnation);
      holders.gaveBack(incarnation);
      if (isRelayed) relay.gaveBack(incarnation);
    } else {
      holders.reported(incarnation, report.applied);
      if (isRelayed) relay.applied(incarnation, report.applied);
    }
  }

  #admit(principal: Principal, incarnation: Incarnation, holdMs: number): void {
    const { clock, maxHoldMs, maxHolders = MAX_HOLDERS } = this.#options;
    const now = clock.monotonic();
    const credential = credentialOf(principal);
    const lives = this.#livesOf.get(credential) ?? new Map<Incarnation, number>();
    this.#livesOf.set(credential, lives);
    if (!lives.has(incarnation) && lives.size >= maxHolders) {
      for (const [life, until] of lives) if (until <= now) lives.delete(life);
      if (lives.size >= maxHolders) throw tooMany(maxHolders);
    }
    lives.set(incarnation, now + waitOf(Math.min(holdMs, maxHoldMs())));
  }
}

const credentialOf = ({ kind, subject }: Principal): string => `${kind} ${subject}`;

const tooMany = (allowed: number): Fault =>
  new Fault('rate_limited', `One credential can hold ${String(allowed)} leases at a time.`);
