import type { Directory, DirectorySnapshot } from '@keyledger/directory';
import { DEFAULT_PROFILE, type LeaseTerms, type LedgerPosition, holdOf } from '@keyledger/domain';
import type { HolderReport } from '@keyledger/grpc';
import {
  type BarrierAnswer,
  type BarrierRequest,
  Fault,
  type HolderProof,
  type Principal,
  type Verification,
  type Verifier,
  type VerifyRequest,
  silentLogger,
} from '@keyledger/ports';
import { type AssembledAuthority, assembleAuthority } from '../../services/key-authority/src/application/assemble.ts';
import { NO_USAGE_RECORDS } from '../../services/key-authority/src/application/usage-records.ts';
import { NO_WEBHOOKS } from '../../services/key-authority/src/application/webhook-deliveries.ts';
import type { DigestKeys } from '../../services/key-authority/src/digests/digest-keys.ts';
import { DirectoryVerifier } from '../../services/key-authority/src/application/directory-verifier.ts';
import type { Effect } from '../../services/key-authority/src/application/effects.ts';
import { ReplicaFreshness } from '../../services/key-authority/src/freshness/replica-freshness.ts';
import { Acknowledged } from '../../services/key-authority/src/ledger/acknowledged.ts';
import { CatalogueFeed } from '../../services/key-authority/src/ledger/catalogue-feed.ts';
import type { Outcome } from '../../services/key-authority/src/ledger/command-log.ts';
import { establishLedger } from '../../services/key-authority/src/ledger/establish-ledger.ts';
import { Projector } from '../../services/key-authority/src/ledger/projector.ts';
import type { Assembly } from './bugs/assembly.ts';
import { Unanswered } from './engine/call.ts';
import type { Machine } from './engine/machine.ts';
import { noCatalogue } from './fake-catalogue.ts';
import type { Recorder } from './recorder.ts';
import type { SimulatedLedger } from './simulated-ledger.ts';

export interface AuthorityParts {
  readonly machine: Machine;
  readonly openLedger: (machine: Machine) => SimulatedLedger;
  readonly terms: LeaseTerms;
  readonly timeoutMs: number;
  readonly digester: DigestKeys;
  readonly recorder: Recorder;
  readonly assembly: Assembly;
  readonly lives: AbortController[];
  /** A no-op names so many holders; of more, it says that there are more. */
  readonly maxNames: number;
  /** A replica has seen that the ledger is not the one that it has read: that must never be so. */
  readonly onRefused: () => void;
}

/** What a command comes to inside of an authority. */
export interface CommandOutcome extends Outcome {
  readonly secret?: string | null;
}

/** What its caller is told. */
export interface CommandAnswer extends CommandOutcome, Pick<Effect, 'applied' | 'effectiveWithinMs'> {
  readonly version: number;
  readonly organizationId: string;
}

/** What one life of the process has in memory. */
interface Life {
  readonly directory: Directory;
  readonly projector: Projector;
  readonly freshness: ReplicaFreshness;
  readonly assembled: AssembledAuthority;
  readonly verifier: Verifier;
  readonly ending: AbortController;
  /** It has caught up, and its ports are open. */
  isServing: boolean;
}

const NODE: Principal = { subject: 'node', kind: 'token', role: 'bootstrap', organizationId: null };

/** A key authority without its ports: what it is made of is real, what lies around it is simulated. */
export class AuthorityProcess {
  readonly machine: Machine;
  ledger: SimulatedLedger | null = null;
  isStopping = false;
  readonly #parts: AuthorityParts;
  #life: Life | null = null;
  /** Survives every restart. */
  #checkpoint: DirectorySnapshot | null = null;

  constructor(parts: AuthorityParts) {
    this.#parts = parts;
    this.machine = parts.machine;
  }

  start(): void {
    const { machine, openLedger, recorder, assembly } = this.#parts;
    machine.boot();
    const ledger = openLedger(machine);
    const directory = assembly.directory();
    recorder.watch(machine.name, directory);
    if (this.#checkpoint !== null) directory.restore(this.#checkpoint);
    this.ledger = ledger;
    this.#life = this.#assemble(ledger, directory);
    this.#life.isServing = assembly.servesWhileReading;
    void this.#catchUp(this.#life, ledger);
  }

  /** The directory as it is now is what the next start begins with. */
  saveCheckpoint(): void {
    this.#checkpoint = this.#life?.directory.snapshot() ?? this.#checkpoint;
  }

  get directory(): Directory | null {
    return this.#life?.directory ?? null;
  }

  /** Its lease is held: it answers. */
  get isWell(): boolean {
    return this.#life?.freshness.held.isHeld() === true;
  }

  /** Waits, at most so long, until what was done has taken effect everywhere. */
  async command(
    run: (authority: AssembledAuthority) => Promise<CommandOutcome>,
    waitMs: number,
  ): Promise<CommandAnswer> {
    const { assembled, directory, ending } = this.#running();
    const outcome = await run(assembled);
    const wish = { waitFor: waitMs > 0 ? 'everywhere' : 'ledger', waitMs, signal: ending.signal } as const;
    const { applied, effectiveWithinMs } = await this.#parts.assembly.effects(assembled.effects).of(outcome, wish);
    const aggregate = directory.aggregate(outcome.aggregateId);
    const organizationId = aggregate?.state.type === 'key' ? aggregate.state.organizationId : '';
    return { ...outcome, applied, effectiveWithinMs, version: aggregate?.version ?? 0, organizationId };
  }

  async verify(request: VerifyRequest): Promise<Verification> {
    return this.#running().verifier.verify(request);
  }

  async barrier(request: BarrierRequest): Promise<BarrierAnswer> {
    return this.#running().freshness.door.barrier(request, NODE);
  }

  report(proof: HolderProof, report: HolderReport): void {
    if (this.#life?.isServing !== true) return;
    this.#life.freshness.door.report(proof, NODE, report);
  }

  kill(): void {
    this.isStopping = false;
    this.#life = null;
    this.machine.kill();
  }

  /** Serves nothing any more, gives its lease back, and ends. */
  async stop(): Promise<void> {
    this.saveCheckpoint();
    const life = this.#life;
    this.#life = null;
    this.isStopping = true;
    await life?.freshness.close();
    life?.ending.abort();
    this.kill();
  }

  #running(): Life {
    if (this.#life?.isServing !== true) throw new Unanswered(true);
    return this.#life;
  }

  #assemble(ledger: SimulatedLedger, directory: Directory): Life {
    const { machine, terms, timeoutMs, digester, assembly, maxNames } = this.#parts;
    const common = { ledger, directory, clock: machine, timers: machine, logger: silentLogger };
    const catalogue = new CatalogueFeed({ catalogue: noCatalogue(), logger: silentLogger });
    const projector = new Projector({ ...common, follower: ledger, catalogue });
    const fail = (fault: Fault): void => {
      this.#parts.recorder.note(`${machine.name} refuses to go on: ${fault.internal ?? fault.message}`);
      this.#parts.onRefused();
      this.kill();
    };
    const acknowledged = new Acknowledged({ ledger, applied: () => directory.applied, fail });
    const waitFor = (position: LedgerPosition, deadlineMs: number): Promise<void> =>
      projector.waitFor(position, deadlineMs);
    const freshness = new ReplicaFreshness(
      assembly.freshness({ ...common, acknowledged, waitFor, policy: terms, maxNames }),
    );
    projector.listen(assembly.listener(freshness));
    const ending = new AbortController();
    this.#parts.lives.push(ending);
    const verifying = { ...common, digester, profile: () => DEFAULT_PROFILE, environment: 'live', isReady: () => true };
    const assembled = assembleAuthority({
      ...common,
      ...verifying,
      acknowledged,
      catalogue,
      usage: NO_USAGE_RECORDS,
      webhooks: NO_WEBHOOKS,
      projector,
      freshness,
      bootstrap: { admin: null, node: null },
      commandLimit: { burst: 1_000_000, perSecond: 1 },
      commandTimeoutMs: timeoutMs,
      maxKeysPerOrganization: 1_000,
      stopping: ending.signal,
    });
    const verifier = assembly.authorityVerifier(
      assembled.verifier,
      new DirectoryVerifier(verifying),
      freshness,
      machine,
    );
    return { directory, projector, freshness, assembled, verifier, ending, isServing: false };
  }

  /** As the service does it: it answers once it has read what the ledger held at the start. */
  async #catchUp(life: Life, ledger: SimulatedLedger): Promise<void> {
    const { projector, directory, freshness, assembled, ending } = life;
    const { machine, terms } = this.#parts;
    void projector.run(ending.signal);
    for (;;) {
      try {
        await projector.waitFor(await ledger.end(), Number.MAX_SAFE_INTEGER);
        if (directory.ledgerId === '') await establishLedger(directory, assembled.log, machine, holdOf(terms));
        break;
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
      }
    }
    if (ending.signal.aborted) return;
    freshness.live();
    life.isServing = true;
  }
}
