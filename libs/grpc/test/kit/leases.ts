import { positionAt } from '@keyledger/domain';
import { type BarrierAnswer, type BarrierRequest, type HolderProof, type Principal } from '@keyledger/ports';
import { type Barriers, type HolderReport, type Reports, createFeedService } from '../../src/index.ts';
import { MemoryLedger } from './memory-ledger.ts';
import { LEDGER_ID } from './sample.ts';
import { type RunningServer, startServer } from './servers.ts';

export const proofOf = (byte: number): HolderProof => Buffer.alloc(32, byte).toString('hex') as HolderProof;

export const question = (nonce: number, change: Partial<BarrierRequest> = {}): BarrierRequest => ({
  nonce,
  proof: proofOf(7),
  terms: { stalenessMs: 3_000, staleAllowanceMs: 500 },
  isUrgent: false,
  ...change,
});

export const answerTo = ({ nonce, terms }: BarrierRequest, position = 41): BarrierAnswer => ({
  nonce,
  ledgerId: LEDGER_ID,
  position: positionAt(position),
  terms,
});

/** What an authority knows of leases, as a test would have it. */
export class FakeDesk implements Barriers, Reports {
  readonly asked: { readonly request: BarrierRequest; readonly principal: Principal }[] = [];
  readonly reported: ({ readonly proof: HolderProof; readonly subject: string } & HolderReport)[] = [];
  answer: (request: BarrierRequest, signal: AbortSignal) => Promise<BarrierAnswer> = async (one) => answerTo(one);

  barrier(request: BarrierRequest, principal: Principal, signal: AbortSignal): Promise<BarrierAnswer> {
    this.asked.push({ request, principal });
    return this.answer(request, signal);
  }

  report(proof: HolderProof, { subject }: Principal, report: HolderReport): void {
    this.reported.push({ proof, subject, ...report });
  }

  /** The newest position that it was told. */
  get applied(): number | undefined {
    return this.reported.at(-1)?.applied;
  }
}

export const NO_LEASES = { barriers: new FakeDesk(), reports: new FakeDesk() };

export async function startDesk(desk: FakeDesk, port = 0): Promise<RunningServer> {
  return startServer([createFeedService({ follower: new MemoryLedger(), barriers: desk, reports: desk })], { port });
}
