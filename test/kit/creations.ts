import { expect } from 'vitest';
import type { Answer } from './admin-client.ts';
import { wholeList } from './agreement.ts';
import type { Cluster } from './cluster.ts';

const AT_ONCE = 20;

/** Runs `task` for each item, `atOnce` of them at a time. */
export async function forEachOf<Item>(
  items: Iterable<Item>,
  task: (item: Item) => Promise<void>,
  atOnce = AT_ONCE,
): Promise<void> {
  const rest = items[Symbol.iterator]();
  const work = async (): Promise<void> => {
    for (let next = rest.next(); next.done !== true; next = rest.next()) await task(next.value);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

/** Creates of keys that are told apart by their names, while authorities may die. */
export class Creations {
  /** Name → what was answered. */
  readonly acknowledged = new Map<string, { readonly id: string; readonly secret: string | null }>();
  readonly unacknowledged = new Set<string>();
  readonly #cluster: Cluster;
  readonly #organization: string;

  constructor(cluster: Cluster, organization: string) {
    this.#cluster = cluster;
    this.#organization = organization;
  }

  /** Sends the create of this name, the first time or again. Any answer but a 201 or a broken connection fails. */
  async send(name: string, authority: number): Promise<void> {
    const path = `/v1/organizations/${this.#organization}/keys`;
    let answer: Answer;
    try {
      answer = await this.#cluster.admin(authority).call('POST', path, { name }, { idempotencyKey: name });
    } catch {
      this.unacknowledged.add(name);
      return;
    }
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    const { id, secret } = answer.body;
    this.unacknowledged.delete(name);
    this.acknowledged.set(name, { id: String(id), secret: typeof secret === 'string' ? secret : null });
  }

  /** Repeats all that was not acknowledged. @returns how many of them had taken effect */
  async repeat(authority: () => number): Promise<number> {
    const names = [...this.unacknowledged];
    await forEachOf(names, (name) => this.send(name, authority()));
    expect(this.unacknowledged.size).toBe(0);
    return names.filter((name) => this.acknowledged.get(name)?.secret === null).length;
  }

  /** The keys that there are, by any authority: each name once, under the id that was answered. */
  async expectEachOnce(): Promise<void> {
    for (const authority of this.#cluster.authorities.keys()) {
      const path = `/v1/organizations/${this.#organization}/keys`;
      const keys = await wholeList<{ name: string; id: string }>(this.#cluster.admin(authority), path);
      expect(keys).toHaveLength(this.acknowledged.size);
      const ids = [...this.acknowledged].map(([name, { id }]): [string, string] => [name, id]);
      expect(new Map(keys.map(({ name, id }) => [name, id]))).toEqual(new Map(ids));
    }
  }

  /** Every secret that was shown is accepted by every node. */
  async expectAllVerify(): Promise<void> {
    const secrets = [...this.acknowledged.values()].flatMap(({ secret }) => secret ?? []);
    expect(secrets.length).toBeGreaterThan(0);
    await forEachOf(secrets, async (secret) => {
      const codes = (await this.#cluster.everywhere(secret)).map(({ status, reasonCode }) => [status, reasonCode]);
      expect(codes).toEqual(codes.map(() => [200, '']));
    });
  }
}
