import { eventually } from '../kit/eventually.ts';
import type { Commander } from './traffic/commands.ts';
import { authorityName } from './system/system.ts';
import type { Cluster } from '../kit/cluster.ts';

const BACK_WITHIN_MS = 60_000;

/** Knows whether the service works, by using it. */
export class Recovery {
  readonly #cluster: Cluster;
  readonly #commander: Commander;
  readonly #organizationId: string;
  #keys = 0;

  constructor(cluster: Cluster, commander: Commander, organizationId: string) {
    this.#cluster = cluster;
    this.#commander = commander;
    this.#organizationId = organizationId;
  }

  /**
   * Every authority makes a key that every node accepts: the service is whole again, and nobody had to help it.
   * @returns how many milliseconds that took
   * @throws where it is not so within a minute
   */
  async done(): Promise<number> {
    const since = performance.now();
    await Promise.all(this.#cluster.authorities.map((_, authority) => this.#worksAt(authority)));
    return performance.now() - since;
  }

  async #worksAt(authority: number): Promise<void> {
    let last = 'no answer';
    const secret = await eventually(async () => {
      const answer = await this.#create(authority);
      last = answer === null ? 'no answer' : `${String(answer.status)} ${JSON.stringify(answer.body['code'])}`;
      return answer?.status === 201 && String(answer.body['secret']);
    }, BACK_WITHIN_MS).catch(() => {
      throw new Error(`${authorityName(authority)} takes no command: ${last}`);
    });
    const nodes = [...this.#cluster.apiNodes.keys()];
    await Promise.all(nodes.map((node) => this.#accepts(node, secret)));
  }

  #create(authority: number) {
    this.#keys += 1;
    const path = `/v1/organizations/${this.#organizationId}/keys`;
    const idempotencyKey = `recovery ${String(this.#keys)}`;
    const command = { verb: 'create-key', path, body: { name: 'recovery' }, aggregate: '', idempotencyKey } as const;
    return this.#commander.tryOnce(command, authority);
  }

  async #accepts(node: number, secret: string): Promise<void> {
    let last = 'no answer';
    await eventually(async () => {
      const { status, reasonCode } = await this.#cluster.request(node, secret);
      last = `${String(status)} ${reasonCode}`;
      return status === 200;
    }, BACK_WITHIN_MS).catch(() => {
      throw new Error(`node-${String(node)} does not accept a good key: ${last}`);
    });
  }
}
