import { setTimeout as delay } from 'node:timers/promises';
import { SeededRandom } from '../kit/seeded.ts';
import { Deck } from './deck/deck.ts';
import type { Fault } from './deck/fault.ts';
import { rollingRestart } from './deck/rolling-restart.ts';
import type { HistoryFile } from './history/history-file.ts';
import { LedgerReader } from './history/ledger-reader.ts';
import { type System, authorityName } from './system/system.ts';
import { endOf, leaderOf, moveLeader } from './system/topic.ts';
import { Commander } from './traffic/commands.ts';
import { Traffic } from './traffic/traffic.ts';
import { Recovery } from './recovery.ts';

const PAIR_SHARE = 0.35;
const MINUTE_MS = 60_000;
const SHORTEST_REST_MS = 300;
const LONGEST_REST_MS = 1_500;
/** In between the faults of the deck; the first one early enough for a run of two minutes. */
const ROLLING_RESTART_AT_MS = 40_000;
const ROLLING_RESTART_EVERY_MS = 4 * MINUTE_MS;
const LOOKS_EVERY_MS = 1_000;
/** Where a machine has so much else to do that there were too few in time, a run goes on, half as long again at most. */
const FAULTS_A_MINUTE = 6;
const LONGER_AT_MOST = 1.5;

export interface FaultRunOptions {
  readonly seed: number;
  readonly minutes: number;
  /** Ends the run early. */
  readonly signal?: AbortSignal;
  /** Gets every line that the run says of itself. */
  readonly say: (line: string) => void;
}

export interface FaultRun {
  /** How many there were of each kind. */
  readonly faults: ReadonlyMap<string, number>;
  /** Questions about keys that were answered. */
  readonly verifies: number;
  readonly commands: number;
  /** Each in words, with what led to it; none: all is well. */
  readonly violations: readonly string[];
  /** Where the history is. */
  readonly history: string;
}

/** One run: fault after fault, each until the service works again by itself. A violation ends it. */
export class Run {
  readonly #options: FaultRunOptions;
  readonly #system: System;
  readonly #history: HistoryFile;
  readonly #faults = new Map<string, number>();
  readonly #violations: string[] = [];
  readonly #startedAt = performance.now();
  #checkedAt = performance.now();
  #under: readonly Fault[] = [];

  constructor(options: FaultRunOptions, system: System, history: HistoryFile) {
    this.#options = options;
    this.#system = system;
    this.#history = history;
  }

  async go(): Promise<FaultRun> {
    const { seed } = this.#options;
    const { cluster, kafka, topic } = this.#system;
    const reader = await LedgerReader.open(this.#history, kafka.bootstrap, topic);
    const commander = new Commander(cluster, this.#history, new SeededRandom(seed + 1));
    const traffic = await Traffic.start(cluster, this.#history, seed + 2);
    const recovery = new Recovery(cluster, commander, await cluster.admin().organization('recovery'));
    const watching = this.#watchStates(reader);
    try {
      await this.#recovered(recovery);
      await this.#faultAfterFault(recovery, reader);
    } finally {
      await traffic.stop();
      watching.abort();
      if (!this.#isOver()) await this.#check(reader);
      await reader.close();
    }
    return {
      faults: this.#faults,
      verifies: this.#history.counts.get('verify') ?? 0,
      commands: this.#history.counts.get('command') ?? 0,
      violations: this.#violations,
      history: this.#history.path,
    };
  }

  async #faultAfterFault(recovery: Recovery, reader: LedgerReader): Promise<void> {
    const { seed, minutes } = this.#options;
    const random = new SeededRandom(seed);
    const { members, network } = this.#system;
    const leader = (): Promise<number> => leaderOf(this.#system);
    const toLead = (to: number): Promise<void> => moveLeader(this.#system, to);
    const deck = new Deck({ members, network, leader, moveLeader: toLead }, random);
    let rollingAt = ROLLING_RESTART_AT_MS;
    while (this.#goesOn(minutes)) {
      const isRolling = this.#elapsedMs() >= rollingAt;
      if (isRolling) rollingAt += ROLLING_RESTART_EVERY_MS;
      const faults = isRolling
        ? [rollingRestart(this.#system, (text) => this.#history.note(text))]
        : await deck.draw(PAIR_SHARE);
      this.#under = faults;
      await Promise.all(faults.map((fault) => this.#happen(fault)));
      await this.#recovered(recovery);
      this.#under = [];
      if (performance.now() - this.#checkedAt >= MINUTE_MS) await this.#check(reader);
      await this.#rest(random.between(SHORTEST_REST_MS, LONGEST_REST_MS));
    }
  }

  #goesOn(minutes: number): boolean {
    if (this.#isOver()) return false;
    const faults = [...this.#faults.values()].reduce((sum, count) => sum + count, 0);
    const share = this.#elapsedMs() / (minutes * MINUTE_MS);
    return share < 1 || (faults < minutes * FAULTS_A_MINUTE && share < LONGER_AT_MOST);
  }

  async #happen(fault: Fault): Promise<void> {
    this.#faults.set(fault.kind, (this.#faults.get(fault.kind) ?? 0) + 1);
    this.#say(fault.text);
    try {
      await fault.begin();
      await this.#rest(fault.durationMs);
      if (this.#options.signal?.aborted !== true) await fault.end();
      this.#history.note(`over: ${fault.text}`);
    } catch (error) {
      this.#violate(`${fault.text}: ${String(error)}`);
    }
  }

  async #recovered(recovery: Recovery): Promise<void> {
    if (this.#isOver()) return;
    try {
      this.#say(`all is well again after ${(await recovery.done()).toFixed(0)} ms`);
    } catch (error) {
      this.#violate(`the service did not come back by itself: ${String(error)}`);
    }
  }

  async #check(reader: LedgerReader): Promise<void> {
    this.#checkedAt = performance.now();
    const end = await endOf(this.#system);
    const findings = await this.#history.check(() => reader.reached(end - 1));
    if (findings !== '') this.#violate(findings);
    else
      this.#say(
        `the history is fine: ${[...this.#history.counts].map(([kind, n]) => `${String(n)} ${kind}`).join(', ')}`,
      );
  }

  /** What each authority says of its own state, again and again. */
  #watchStates(reader: LedgerReader): AbortController {
    const over = new AbortController();
    const look = async (): Promise<void> => {
      const { cluster } = this.#system;
      for (const [index, authority] of cluster.authorities.entries()) {
        const state = await cluster.state(authority).catch(() => null);
        if (state === null) continue; // it is away
        reader.compare(authorityName(index), Number(state['position']), String(state['state_hash']));
      }
    };
    const goOn = async (): Promise<void> => {
      while (!over.signal.aborted) {
        await look();
        await delay(LOOKS_EVERY_MS, undefined, { signal: over.signal }).catch(() => undefined);
      }
    };
    void goOn();
    return over;
  }

  #violate(text: string): void {
    const { seed, minutes } = this.#options;
    const under = this.#under.map((fault) => `  under way: ${fault.text}`);
    const replay = `  again: npm run faults -- --minutes ${String(minutes)} --seed ${String(seed)}`;
    const whole = [`VIOLATION ${text}`, ...under, replay].join('\n');
    this.#violations.push(whole);
    this.#say(whole);
  }

  #say(text: string): void {
    this.#history.note(text);
    this.#options.say(`${(this.#elapsedMs() / 1000).toFixed(1).padStart(6)} s  ${text}`);
  }

  #rest(ms: number): Promise<void> {
    const { signal } = this.#options;
    return delay(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
  }

  /** A violation ends it: what follows would only hide what led to it. */
  #isOver(): boolean {
    return this.#options.signal?.aborted === true || this.#violations.length > 0;
  }

  #elapsedMs(): number {
    return performance.now() - this.#startedAt;
  }
}
