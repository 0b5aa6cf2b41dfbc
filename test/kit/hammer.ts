import type { Cluster } from './cluster.ts';
import { eventually } from './eventually.ts';

/** One request and what came of it; times in milliseconds by the monotonic clock of the test. */
export interface Blow {
  readonly node: number;
  readonly secret: string;
  readonly sentAt: number;
  readonly answeredAt: number;
  readonly status: number;
}

export interface HammerOptions {
  readonly secrets: readonly string[];
  /** Which API nodes, by their number. Workers of one that is added later begin with it. */
  readonly nodes: readonly number[];
  /** How many requests are on their way to each node at any time. */
  readonly atOnce?: number;
}

/** Sends requests with these keys to several nodes, each as soon as one before it is answered, until it is stopped. */
export class Hammer {
  readonly blows: Blow[] = [];
  readonly #cluster: Cluster;
  readonly #secrets: readonly string[];
  readonly #atOnce: number;
  readonly #workers: Promise<void>[] = [];
  readonly #nodes = new Set<number>();
  #isStopped = false;

  constructor(cluster: Cluster, { secrets, nodes, atOnce = 2 }: HammerOptions) {
    this.#cluster = cluster;
    this.#secrets = secrets;
    this.#atOnce = atOnce;
    for (const node of nodes) this.begin(node);
  }

  begin(node: number): void {
    this.#nodes.add(node);
    for (let worker = 0; worker < this.#atOnce; worker++) this.#workers.push(this.#work(node, worker));
  }

  /** Sends this node nothing more; what is on its way to it may fail. */
  lift(node: number): void {
    this.#nodes.delete(node);
  }

  get admitted(): readonly Blow[] {
    return this.blows.filter(({ status }) => status === 200);
  }

  /** Until each node that is asked has refused some request once more: nothing is left that it gives. */
  async untilRefused(): Promise<void> {
    const { length } = this.blows;
    await eventually(() => {
      const refused = this.blows.slice(length).filter(({ status }) => status === 429);
      return [...this.#nodes].every((node) => refused.some((blow) => blow.node === node));
    });
  }

  /** Resolves when everything that was sent is answered. @throws what a request has failed with */
  async stop(): Promise<readonly Blow[]> {
    this.#isStopped = true;
    await Promise.all(this.#workers);
    return this.blows;
  }

  async #work(node: number, worker: number): Promise<void> {
    for (let turn = worker; !this.#isStopped && this.#nodes.has(node); turn++) {
      const secret = this.#secrets[turn % this.#secrets.length] ?? '';
      const sentAt = performance.now();
      try {
        const { status } = await this.#cluster.request(node, secret);
        this.blows.push({ node, secret, sentAt, answeredAt: performance.now(), status });
      } catch (error) {
        if (this.#nodes.has(node)) throw error;
      }
    }
  }
}
