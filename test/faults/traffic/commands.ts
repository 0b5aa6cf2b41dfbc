import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { parsePosition } from '@keyledger/domain';
import type { CommandRecord, CommandVerb } from '../../history/records.ts';
import type { Answer } from '../../kit/admin-client.ts';
import type { Cluster } from '../../kit/cluster.ts';
import type { SeededRandom } from '../../kit/seeded.ts';
import type { HistoryFile } from '../history/history-file.ts';
import { authorityName } from '../system/system.ts';

export interface Command {
  readonly verb: CommandVerb;
  readonly path: string;
  readonly body: object;
  /** What it is about; empty where it makes something. */
  readonly aggregate: string;
  readonly idempotencyKey: string;
}

/** It was certainly not written by the try that was answered so. */
const NOT_WRITTEN = new Set(['ledger_unavailable', 'rate_limited', 'digest_key_unavailable']);
const HANGS_UP_SHARE = 0.03;
const HANGS_UP_WITHIN_MS = 40;
const GIVES_UP_SHARE = 0.02;
const GIVES_UP_AFTER_MS = 90_000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/** Sends commands, each until its outcome is known, and records every try. */
export class Commander {
  readonly #cluster: Cluster;
  readonly #history: HistoryFile;
  readonly #random: SeededRandom;

  constructor(cluster: Cluster, history: HistoryFile, random: SeededRandom) {
    this.#cluster = cluster;
    this.#history = history;
    this.#random = random;
  }

  /** The answer that says what became of it; null where the client gave up before there was one. */
  async send(command: Command): Promise<Answer | null> {
    const deadline = performance.now() + GIVES_UP_AFTER_MS;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      const answer = await this.tryOnce(command, this.#random.below(this.#cluster.authorities.length));
      if (answer !== null && answer.status < 429) return answer;
      if (performance.now() > deadline || this.#random.chance(GIVES_UP_SHARE)) return null;
      await delay(pauseMs * this.#random.between(0.5, 1));
    }
  }

  /** Null where there was no answer, because the authority or the client went away. */
  async tryOnce({ verb, path, body, aggregate, idempotencyKey }: Command, authority: number): Promise<Answer | null> {
    const over = new AbortController();
    const hangsUp = this.#random.chance(HANGS_UP_SHARE);
    const timer = hangsUp ? setTimeout(() => over.abort(), this.#random.below(HANGS_UP_WITHIN_MS)) : undefined;
    const start = performance.now();
    const answer = await this.#cluster
      .admin(authority)
      .call('POST', path, body, { idempotencyKey, signal: over.signal })
      .catch(() => null);
    const end = performance.now();
    clearTimeout(timer);
    this.#history.record({
      kind: 'command',
      process: authorityName(authority),
      start,
      end,
      command: commandId(path, idempotencyKey),
      verb,
      aggregate: aggregate === '' && answer !== null && answer.status < 300 ? String(answer.body['id']) : aggregate,
      ...outcomeOf(answer),
    });
    return answer;
  }
}

type Outcome = Pick<CommandRecord, 'outcome' | 'code' | 'position' | 'applied' | 'effectiveWithinMs'>;

function outcomeOf(answer: Answer | null): Outcome {
  if (answer === null) return { outcome: 'unknown', code: 'no answer' };
  const { status, body } = answer;
  if (status >= 300) {
    const code = String(body['code']);
    if (status < 500 && status !== 429) return { outcome: 'refused', code };
    return { outcome: NOT_WRITTEN.has(code) ? 'failed' : 'unknown', code };
  }
  const position = parsePosition(String(body['position']))?.position;
  const within = body['effective_within_ms'];
  return {
    outcome: 'done',
    code: '',
    ...(position === undefined ? {} : { position }),
    applied: body['applied'] === 'everywhere' ? 'everywhere' : 'ledger',
    ...(typeof within === 'number' ? { effectiveWithinMs: within } : {}),
  };
}

/** As authorities make it (interfaces.md): of principal, method, path and key. */
const commandId = (path: string, idempotencyKey: string): string =>
  createHash('sha256')
    .update(['bootstrap', 'bootstrap', `POST ${path}`, idempotencyKey].join('\n'))
    .digest('hex');
