import type { LeaseTerms, LedgerPosition } from '@keyledger/domain';
import { LeaseHolder } from '@keyledger/freshness';
import {
  type AppliedReporter,
  type BarrierAnswer,
  type BarrierRequest,
  type BarrierSource,
  Fault,
  type HolderProof,
  type Verification,
  type Verifier,
  type VerifyRequest,
  isFault,
  silentLogger,
} from '@keyledger/ports';
import { CacheFollower, type GrantCacheLimits } from '@keyledger/verifier';
import type { AuthorityProcess } from './authority-process.ts';
import type { Assembly } from './bugs/assembly.ts';
import { Unanswered, call } from './engine/call.ts';
import type { Machine } from './engine/machine.ts';
import type { Network } from './engine/network.ts';
import type { SimulatedLedger } from './simulated-ledger.ts';

export interface NodeParts {
  readonly machine: Machine;
  readonly network: Network;
  readonly authorities: readonly AuthorityProcess[];
  readonly openLedger: (machine: Machine) => SimulatedLedger;
  readonly terms: LeaseTerms;
  readonly cache: GrantCacheLimits;
  readonly assembly: Assembly;
  readonly lives: AbortController[];
}

const GIVE_BACK_MS = 50;
/** An authority that is silent for so long is left for another one. */
const VERIFY_SILENCE_MS = 1_000;

/** An API node without its ports: what it is made of is real, what lies around it is simulated. */
export class NodeProcess {
  readonly machine: Machine;
  readonly #parts: NodeParts;
  #ending = new AbortController();
  #lease: LeaseHolder | null = null;
  #verifier: Verifier | null = null;
  ledger: SimulatedLedger | null = null;
  isStopping = false;

  constructor(parts: NodeParts) {
    this.#parts = parts;
    this.machine = parts.machine;
  }

  start(): void {
    const { machine, openLedger, terms, assembly } = this.#parts;
    machine.boot();
    this.#ending = new AbortController();
    this.#parts.lives.push(this.#ending);
    const cache = assembly.cache(this.#parts.cache);
    const ledger = openLedger(machine);
    const authorities = new AuthorityAccess(this.#parts);
    const lease = new LeaseHolder(
      assembly.nodeLease({
        source: authorities,
        reporter: authorities,
        terms,
        clock: machine,
        timers: machine,
        newProof: () => assembly.nodeProof(machine),
        logger: silentLogger,
        observer: { ledgerReplaced: () => follower.beginAnew() },
      }),
    );
    const follower = new CacheFollower({
      cache,
      follower: assembly.nodeFollower(ledger, lease, machine),
      lease,
      observer: { applied() {}, stopped() {} },
      logger: silentLogger,
      timers: machine,
    });
    const options = { inner: authorities, cache, lease, environment: 'live', clock: machine, timers: machine };
    this.ledger = ledger;
    this.#lease = lease;
    this.#verifier = assembly.nodeVerifier(options, lease, machine);
    void follower.run(this.#ending.signal);
  }

  /** Its lease is held: it answers by itself. */
  get isWell(): boolean {
    return this.#verifier !== null && this.#lease?.isHeld() === true;
  }

  /** On this machine: called by what arrives there. */
  verify(request: VerifyRequest): Promise<Verification> {
    if (this.#verifier === null) throw new Unanswered(true);
    return this.#verifier.verify(request);
  }

  kill(): void {
    this.isStopping = false;
    this.#verifier = null;
    this.machine.kill();
  }

  /** Serves nothing any more, gives its lease back, and ends. */
  async stop(): Promise<void> {
    this.#verifier = null;
    this.isStopping = true;
    this.#ending.abort();
    await this.#lease?.close();
    this.kill();
  }
}

/** The authorities as one node reaches them: the one that answered last comes first. */
class AuthorityAccess implements Verifier, BarrierSource, AppliedReporter {
  readonly #parts: NodeParts;
  #first = 0;

  constructor(parts: NodeParts) {
    this.#parts = parts;
  }

  async verify(request: VerifyRequest): Promise<Verification> {
    try {
      return await this.#ask(VERIFY_SILENCE_MS, (authority) => authority.verify(request));
    } catch (error) {
      if (isFault(error)) throw error;
      throw new Fault('digest_key_unavailable', 'No authority has answered.', { cause: error });
    }
  }

  async barrier(request: BarrierRequest): Promise<BarrierAnswer> {
    const { terms } = this.#parts;
    try {
      return await this.#ask(terms.stalenessMs / 3, (authority) => authority.barrier(request));
    } catch (error) {
      if (isFault(error)) throw error;
      throw new Fault('ledger_unavailable', 'No authority has answered.', { cause: error });
    }
  }

  applied(proof: HolderProof, ledgerId: string, applied: LedgerPosition): void {
    const { network, machine, authorities } = this.#parts;
    const report = { ledgerId, applied, giveBack: false, relay: authorities.length === 1 };
    for (const authority of authorities) {
      network.send(machine, authority.machine, () => authority.report(proof, report));
    }
  }

  async giveBack(proof: HolderProof, ledgerId: string, applied: LedgerPosition): Promise<void> {
    const { network, machine, authorities } = this.#parts;
    const report = { ledgerId, applied, giveBack: true, relay: authorities.length === 1 };
    const tell = async (authority: AuthorityProcess): Promise<void> => {
      await call(network, machine, authority.machine, GIVE_BACK_MS, async () => authority.report(proof, report)).catch(
        () => undefined,
      );
    };
    await Promise.all(authorities.map(tell));
  }

  /** Each authority once, until one answers. */
  async #ask<Answer>(timeoutMs: number, ask: (authority: AuthorityProcess) => Promise<Answer>): Promise<Answer> {
    const { network, machine, authorities } = this.#parts;
    let failure: unknown;
    for (let tries = 0; tries < authorities.length; tries++) {
      const authority = authorities[this.#first % authorities.length] as AuthorityProcess;
      try {
        return await call(network, machine, authority.machine, timeoutMs, () => ask(authority));
      } catch (error) {
        failure ??= error;
        this.#first += 1;
      }
    }
    throw failure;
  }
}
