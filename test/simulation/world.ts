import { randomBytes } from 'node:crypto';
import { holdOf } from '@keyledger/domain';
import { SeededRandom } from '../kit/seeded.ts';
import { AuthorityProcess } from './authority-process.ts';
import { Broker } from './broker.ts';
import type { Assembly } from './bugs/assembly.ts';
import { Client } from './client.ts';
import { DigestsOnce } from './digests-once.ts';
import { FaultsSeen } from './engine/faults-seen.ts';
import { EPOCH, Machine } from './engine/machine.ts';
import { Network } from './engine/network.ts';
import { Scheduler } from './engine/scheduler.ts';
import { NodeProcess } from './node-process.ts';
import { Operator } from './operator.ts';
import { Recorder } from './recorder.ts';
import type { NodeOptions, Scenario } from './scenario.ts';

export type Process = AuthorityProcess | NodeProcess;

const DRIFT_COUNTED = 0.005;

/** Everything that one seed makes: the processes, what lies between them, and who uses them. */
export class World {
  readonly scheduler = new Scheduler();
  readonly seen = new FaultsSeen();
  readonly recorder = new Recorder(this.scheduler);
  readonly random: SeededRandom;
  readonly network: Network;
  readonly broker = new Broker(this.scheduler);
  readonly authorities: readonly AuthorityProcess[];
  readonly nodes: readonly NodeProcess[];
  readonly client: Client;
  readonly operator: Operator;
  readonly hold: number;
  /** What all wall clocks would show at the beginning, if they were right. */
  readonly epoch = EPOCH;
  /** Ends what each life of a process has begun, also of those that were killed. */
  readonly lives: AbortController[] = [];
  /** How many faults were started. */
  faults = 0;
  readonly scenario: Scenario;

  constructor(scenario: Scenario, assembly: Assembly) {
    this.scenario = scenario;
    this.hold = holdOf(scenario.terms);
    this.random = new SeededRandom(scenario.seed + 0x5eed);
    this.network = new Network(() => this.scheduler.now, this.random, scenario.network, this.seen);
    const digester = new DigestsOnce();
    digester.replace({ keys: new Map([['one', randomBytes(32)]]), activeId: 'one' });
    const { terms, timeoutMs } = scenario;
    const { cache, maxNames } = scenario;
    const { network, recorder, lives } = this;
    const common = { network, terms, timeoutMs, assembly, recorder, cache, maxNames, lives };
    const openLedger = (machine: Machine) =>
      assembly.ledger({
        ...common,
        machine,
        broker: this.broker,
        random: this.random,
        fates: scenario.fates,
        seen: this.seen,
      });
    this.authorities = scenario.authorities.map(
      (options) =>
        new AuthorityProcess({
          ...common,
          machine: new Machine(this.scheduler, options),
          openLedger,
          digester,
          onRefused: () => this.seen.count('replica refused to go on'),
        }),
    );
    this.nodes = scenario.nodes.map(
      (options) =>
        new NodeProcess({
          ...common,
          terms: options.terms,
          machine: new Machine(this.scheduler, options),
          openLedger,
          authorities: this.#knownTo(options),
        }),
    );
    for (const { rate } of [...scenario.authorities, ...scenario.nodes]) {
      if (Math.abs(rate - 1) >= DRIFT_COUNTED)
        this.seen.count(`clocks ${rate > 1 ? 'fast' : 'slow'} by half a percent or more`);
    }
    this.client = new Client('client', this.scheduler, this.network, this.recorder);
    this.operator = new Operator({
      client: this.client,
      scheduler: this.scheduler,
      network: this.network,
      recorder: this.recorder,
      random: this.random,
      authorities: this.authorities,
      timeoutMs: timeoutMs * 2,
      waitMs: () => (this.random.chance(0.15) ? 0 : this.random.between(0, this.hold * 2.5)),
    });
  }

  #knownTo({ authority }: NodeOptions): readonly AuthorityProcess[] {
    const known = authority === null ? undefined : this.authorities[authority];
    return known === undefined ? this.authorities : [known];
  }

  /** It is over. The platform keeps signals that somebody listens to, and all that hangs on them, until they abort. */
  dispose(): void {
    for (const life of this.lives) life.abort();
  }

  get processes(): readonly Process[] {
    return [...this.authorities, ...this.nodes];
  }

  note(text: string): void {
    this.recorder.note(text);
  }

  pickProcess(): Process {
    return this.random.pick(this.processes);
  }

  pickNode(): NodeProcess {
    return this.random.pick(this.nodes);
  }

  pickAuthority(): AuthorityProcess {
    return this.random.pick(this.authorities);
  }

  /** Null: the one that was picked is not running. */
  pickRunning(): Process | null {
    const process = this.pickProcess();
    return process.machine.isRunning ? process : null;
  }

  /** @returns what starts it at once, if it has not started by then */
  startsLater(process: Process, ms: number): () => void {
    const start = (): void => {
      if (process.machine.isUp && !process.isStopping) return;
      if (process.isStopping) process.kill();
      this.note(`${process.machine.name} starts`);
      process.start();
    };
    this.scheduler.after(ms, start);
    return start;
  }

  cut(links: readonly (readonly [string, string])[], kind = this.random.pick(['hold', 'lose'] as const)): () => void {
    this.note(`${names(links)}: cut, what is sent is ${kind === 'hold' ? 'held back' : 'lost'}`);
    for (const [from, to] of links) this.network.cut(from, to, kind);
    return () => this.heal(links);
  }

  slow(links: readonly (readonly [string, string])[], ms: number): () => void {
    this.note(`${names(links)}: slow, up to ${ms.toFixed(0)} ms`);
    for (const [from, to] of links) this.network.slow(from, to, ms);
    return () => this.heal(links);
  }

  heal(links: readonly (readonly [string, string])[]): void {
    this.note(`${names(links)}: well again`);
    for (const [from, to] of links) this.network.heal(from, to);
  }
}

const names = (links: readonly (readonly [string, string])[]): string =>
  links.length > 2 ? `${links[0]?.[0] ?? ''} and all` : links.map(([from, to]) => `${from} to ${to}`).join(', ');
