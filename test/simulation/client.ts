import { PLAIN_REQUEST } from '@keyledger/domain';
import { type Verification, type VerifyRequest, isFault } from '@keyledger/ports';
import { Unanswered, call } from './engine/call.ts';
import type { Machine } from './engine/machine.ts';
import type { Network, Place } from './engine/network.ts';
import type { Scheduler } from './engine/scheduler.ts';
import type { Recorder } from './recorder.ts';

/** Whoever answers verifies. */
export interface Answering {
  readonly machine: Machine;
  verify(request: VerifyRequest): Promise<Verification>;
}

/** A secret by the name that the history knows it by. */
export interface NamedSecret {
  readonly name: string;
  readonly text: string;
}

const VERIFY_TIMEOUT_MS = 5_000;

/** Asks verifies, and writes down what was answered. Its own clock is true. */
export class Client implements Place {
  readonly name: string;
  readonly #scheduler: Scheduler;
  readonly #network: Network;
  readonly #recorder: Recorder;
  verifies = 0;

  constructor(name: string, scheduler: Scheduler, network: Network, recorder: Recorder) {
    this.name = name;
    this.#scheduler = scheduler;
    this.#network = network;
    this.#recorder = recorder;
  }

  deliver(ms: number, run: () => void): void {
    this.#scheduler.after(ms, run);
  }

  after(ms: number, run: () => void): () => void {
    return this.#scheduler.after(ms, run);
  }

  async verify(at: Answering, secret: NamedSecret, scopes: readonly string[] = []): Promise<string | null> {
    const { machine } = at;
    const start = this.#scheduler.now;
    const clock = machine.watchWall();
    this.verifies += 1;
    const request = { ...PLAIN_REQUEST, secret: secret.text, clientAddress: '192.0.2.1', scopes };
    const answer = await this.#answerOf(() =>
      call(this.#network, this, machine, VERIFY_TIMEOUT_MS, async () => at.verify(request)),
    );
    const wall = clock.range();
    if (answer === null) return null;
    const end = this.#scheduler.now;
    const common = { kind: 'verify', process: machine.name, start, end, secret: secret.name, answer, wall } as const;
    this.#recorder.add(scopes.length === 0 ? common : { ...common, scopes });
    return answer;
  }

  /** Null: there was none. */
  async #answerOf(ask: () => Promise<Verification>): Promise<string | null> {
    try {
      return (await ask()).reasonCode;
    } catch (error) {
      if (error instanceof Unanswered) return null;
      if (isFault(error)) return error.code;
      throw error;
    }
  }
}
