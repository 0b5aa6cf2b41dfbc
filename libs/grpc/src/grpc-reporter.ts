import type { LedgerPosition } from '@keyledger/domain';
import type { AppliedReporter, HolderProof } from '@keyledger/ports';
import { reportToWire } from './barrier-wire.ts';
import type { AuthorityClientOptions } from './channel.ts';
import { ReportLink } from './report-link.ts';

/** How long a stop waits for authorities to take the last report. */
const GIVE_BACK_MS = 1000;

/** Tells every authority how far a holder is, since any of them may wait for it; one that is down learns it later. */
export class GrpcReporter implements AppliedReporter {
  readonly #links: readonly ReportLink[];
  /** Where this process knows one authority, that one tells the others. */
  readonly #relay: boolean;

  constructor(options: AuthorityClientOptions) {
    this.#links = options.endpoints.map((endpoint) => new ReportLink(endpoint, options));
    this.#relay = options.endpoints.length === 1;
  }

  applied(proof: HolderProof, ledgerId: string, applied: LedgerPosition): void {
    const message = reportToWire(proof, { ledgerId, applied, giveBack: false, relay: this.#relay });
    for (const link of this.#links) link.tell(message);
  }

  async giveBack(proof: HolderProof, ledgerId: string, applied: LedgerPosition): Promise<void> {
    const message = reportToWire(proof, { ledgerId, applied, giveBack: true, relay: this.#relay });
    await Promise.all(this.#links.map((link) => link.tellLast(message, GIVE_BACK_MS)));
  }

  /** Nothing is told any more. */
  close(): void {
    for (const link of this.#links) link.close();
  }
}
