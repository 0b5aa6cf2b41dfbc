import { refillMs } from '@keyledger/domain';
import type { Clock, Logger, Timers } from '@keyledger/ports';
import { type CommandParser, createClient, defineScript } from '@redis/client';
import { ASK_SCRIPT } from './redis-script.ts';
import type { Answer, Ask, SharedBuckets } from './shared-buckets.ts';

export interface RedisBucketsOptions {
  /** `redis://` or `rediss://`; may hold a password, and is never logged. */
  readonly url: string;
  readonly logger: Logger;
  readonly timers: Timers;
  readonly clock: Clock;
}

/** A request that waits for longer is decided without. */
const ANSWER_WITHIN_MS = 250;
/** A connection that nothing came back on for so long is given up: the way may be cut without either side being told. */
const SILENT_AFTER_MS = 2_000;
const CONNECT_WITHIN_MS = 2_000;
const RECONNECT_AFTER_MS = 250;
/** More questions than that at once are refused at once: the server does not follow. */
const MAX_QUESTIONS = 10_000;

/** Braces: the name alone decides which part of a cluster keeps it. */
const keyOf = (bucket: string): string => `keyledger:limit:{${bucket}}`;

const askScript = defineScript({
  SCRIPT: ASK_SCRIPT,
  NUMBER_OF_KEYS: 1,
  IS_READ_ONLY: false,
  parseCommand(parser: CommandParser, { bucket, limit, cost, spent, ahead, nodes }: Ask) {
    parser.pushKey(keyOf(bucket));
    parser.push(...[refillMs(limit), limit.burst, cost, spent, ahead, nodes].map(String));
  },
  transformReply: (reply: unknown): Answer => parseAnswer(reply),
});

function parseAnswer(reply: unknown): Answer {
  if (!Array.isArray(reply) || reply.length !== 4) throw new TypeError('the script answered something else');
  const [allowed, ahead, tokens, settleMs] = reply.map(Number);
  return { allowed: allowed === 1, ahead: ahead ?? 0, tokens: tokens ?? 0, settleMs: settleMs ?? 0 };
}

const clientOf = (url: string) =>
  createClient({
    url,
    scripts: { ask: askScript },
    // What cannot be asked now is decided now.
    disableOfflineQueue: true,
    commandsQueueMaxLength: MAX_QUESTIONS,
    socket: { connectTimeout: CONNECT_WITHIN_MS, reconnectStrategy: () => RECONNECT_AFTER_MS },
  });

/** Buckets in Redis 6 or later, or Valkey: one script a question, over one connection, in their order. */
export class RedisBuckets implements SharedBuckets {
  readonly #options: RedisBucketsOptions;
  #client: ReturnType<typeof clientOf>;
  #isFailing = false;
  /** When what is not yet answered was asked first, by the monotonic clock; null: it has answered since. */
  #silentSince: number | null = null;

  constructor(options: RedisBucketsOptions) {
    this.#options = options;
    this.#client = this.#newClient();
  }

  /** Begins to connect, and keeps trying; nothing waits for it. */
  open(): void {
    this.#client.connect().catch(() => undefined);
  }

  async ask(ask: Ask): Promise<Answer> {
    const { clock, timers } = this.#options;
    const askedAt = clock.monotonic();
    const late = Promise.withResolvers<never>();
    const cancel = timers.after(ANSWER_WITHIN_MS, () => {
      this.#silentSince ??= askedAt;
      if (askedAt - this.#silentSince >= SILENT_AFTER_MS) this.#beginAnew();
      late.reject(new Error('no answer in time'));
    });
    try {
      const answer = await Promise.race([this.#client.ask(ask), late.promise]);
      this.#silentSince = null;
      return answer;
    } finally {
      cancel();
    }
  }

  close(): void {
    this.#client.destroy();
  }

  #beginAnew(): void {
    this.#silentSince = null;
    this.#client.destroy();
    this.#client = this.#newClient();
    this.open();
  }

  #newClient(): ReturnType<typeof clientOf> {
    const { url, logger } = this.#options;
    const client = clientOf(url);
    // One line for each outage, not one for each attempt. The error's text may name the address, never the password.
    client.on('error', (error: unknown) => {
      if (!this.#isFailing) {
        logger.warn({ error: nameOf(error) }, 'the rate limiter is not reachable; trying again and again');
      }
      this.#isFailing = true;
    });
    client.on('ready', () => {
      if (this.#isFailing) logger.info({}, 'the rate limiter is reachable again');
      this.#isFailing = false;
    });
    return client;
  }
}

const nameOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
};
