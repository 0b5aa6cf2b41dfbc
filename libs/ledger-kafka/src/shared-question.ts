import type { Link } from './link.ts';
import type { Links } from './links.ts';
import type { KafkaLedgerOptions } from './options.ts';

/** In milliseconds: the question that is under way may take all of its time before one's own is sent. */
export function patienceOf({ appendTimeoutMs, requestTimeoutMs }: KafkaLedgerOptions): number {
  return requestTimeoutMs + appendTimeoutMs;
}

/**
 * One question to the leader, asked by many: one is under way, and one waits to be sent. Who comes before it is sent
 * shares it; nobody gets the answer of a question that was sent before they came, as it may be older than their asking
 * (the protocol's rule 7).
 */
export class SharedQuestion<T> {
  readonly #links: Pick<Links, 'get' | 'failed' | 'worked'>;
  readonly #send: (link: Link) => Promise<T>;
  #unsent: Promise<T> | undefined;
  #sent: Promise<unknown> = Promise.resolve();

  constructor(links: Pick<Links, 'get' | 'failed' | 'worked'>, send: (link: Link) => Promise<T>) {
    this.#links = links;
    this.#send = send;
  }

  /**
   * @param patience how long to look for a connection, where this begins a question
   * @throws why it was not answered; whoever still has the patience asks again
   */
  ask(patience: AbortSignal): Promise<T> {
    this.#unsent ??= this.#ask(patience);
    return this.#unsent;
  }

  async #ask(patience: AbortSignal): Promise<T> {
    await this.#sent.catch(() => undefined);
    const link = await this.#links.get(patience).finally(() => {
      this.#unsent = undefined;
    });
    const answer = this.#send(link);
    this.#sent = answer;
    try {
      const value = await answer;
      this.#links.worked();
      return value;
    } catch (error) {
      this.#links.failed(link, error);
      throw error;
    }
  }
}
