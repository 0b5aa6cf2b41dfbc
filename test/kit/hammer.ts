import type { Cluster } from './cluster.ts';

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
  readonly #lifted = new Set<number>();
  #isStopped = false;

  constructor(cluster: Cluster, { secrets, nodes, atOnce = 2 }: HammerOptions) {
    this.#cluster = cluster;
    this.#secrets = secrets;
    this.#atOnce = atOnce;
    for (const node of nodes) this.begin(node);
  }

  begin(node: number): void {
    for (let worker = 0; worker < this.#atOnce; worker++) this.#workers.push(this.#work(node, worker));
  }

  /** Sends this node nothing more; what is on its way to it may fail. */
  lift(node: number): void {
    this.#lifted.add(node);
  }

  get admitted(): readonly Blow[] {
    return this.blows.filter(({ status }) => status === 200);
  }

  /** Resolves when everything that was sent is answered. @throws what a request has failed with */
  async stop(): Promise<readonly Blow[]> {
    this.#isStopped = true;
    await Promise.all(this.#workers);
    return this.blows;
  }

  async #work(node: number, worker: number): Promise<void> {
    for (let turn = worker; !this.#isStopped && !this.#lifted.has(node); turn++) {
      const secret = this.#secrets[turn % this.#secrets.length] ?? '';
      const sentAt = performance.now();
      try {
        const { status } = await this.#cluster.request(node, secret);
        this.blows.push({ node, secret, sentAt, answeredAt: performance.now(), status });
      } catch (error) {
        if (!this.#lifted.has(node)) throw error;
      }
    }
  }
}
