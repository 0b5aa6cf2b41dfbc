import { Pool } from 'undici';

/** How many send the flood. */
const CONCURRENCY = 64;
/** How many at once ask with the cached key, while the flood runs. */
const PROBES = 2;

interface Answer {
  readonly status: number;
  readonly code: string;
  readonly retryAfter: string | undefined;
}

export interface FloodRound {
  readonly answers: readonly Answer[];
  /** Of the cached key meanwhile, in milliseconds. */
  readonly latencies: readonly number[];
}

/** Many clients of one address at one API node, and two with a key that the node has cached. */
export class Flood implements AsyncDisposable {
  readonly #pool: Pool;
  readonly #cached: string;

  constructor(node: string, cached: string) {
    this.#pool = new Pool(node, { connections: CONCURRENCY + PROBES });
    this.#cached = cached;
  }

  async ask(secret: string): Promise<Answer> {
    const authorization = `Bearer ${secret}`;
    const { statusCode, headers, body } = await this.#pool.request({
      path: '/hello',
      method: 'GET',
      headers: { authorization },
    });
    const { reason_code: code } = (await body.json()) as { reason_code?: string };
    const retryAfter = headers['retry-after'];
    return {
      status: statusCode,
      code: code ?? '',
      retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined,
    };
  }

  /** Sends all the keys, so many at once, and asks with the cached one for as long as that takes. */
  async send(secrets: readonly string[]): Promise<FloodRound> {
    const answers: Answer[] = [];
    const latencies: number[] = [];
    let next = 0;
    let running = CONCURRENCY;
    const flooder = async (): Promise<void> => {
      for (let secret = secrets[next++]; secret !== undefined; secret = secrets[next++]) {
        answers.push(await this.ask(secret));
      }
      running -= 1;
    };
    const prober = async (): Promise<void> => {
      while (running > 0) {
        const sent = performance.now();
        const { status } = await this.ask(this.#cached);
        latencies.push(performance.now() - sent);
        if (status !== 200) throw new Error(`the cached key was answered with ${String(status)}`);
      }
    };
    await Promise.all([...Array.from({ length: CONCURRENCY }, flooder), ...Array.from({ length: PROBES }, prober)]);
    return { answers, latencies };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool.close();
  }
}
