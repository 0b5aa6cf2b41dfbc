import { setTimeout as delay } from 'node:timers/promises';
import type { Answer, MadeKey } from './admin-client.ts';
import type { Cluster } from './cluster.ts';
import { eventually } from './eventually.ts';
import type { Seeded } from './seeded.ts';

const CREATORS = 2;
const REVOKERS = 2;
const VERIFIERS_A_NODE = 2;
const COMMAND_PAUSE_MS = 40;
const VERIFY_PAUSE_MS = 3;

/** What a command may be answered while the ledger has trouble: repeat it with the same key. */
const REPEAT = new Set(['outcome_unknown', 'ledger_unavailable']);

/** A key of the traffic, and what each node has said of it. */
export interface TrackedKey extends MadeKey {
  revocation: 'none' | 'sent' | 'acknowledged';
  /** Nodes that have accepted it. */
  readonly known: Set<number>;
  /** Nodes that have refused it, once a request was answered so. */
  readonly refused: Set<number>;
}

/** Creates, revokes and verifies keys until it is stopped, and judges every answer. */
export class Traffic {
  readonly keys: TrackedKey[] = [];
  /** Every name that was created, with or without a secret in the answer. */
  readonly created = new Map<string, string>();
  /** Answers that must not be. */
  readonly violations: string[] = [];
  /** How often which answer came, such as `create 503 outcome_unknown`. */
  readonly counts = new Map<string, number>();
  readonly #cluster: Cluster;
  readonly #organization: string;
  readonly #random: Seeded;
  readonly #running: Promise<unknown>;
  #going = true;
  #names = 0;

  constructor(cluster: Cluster, organization: string, random: Seeded) {
    this.#cluster = cluster;
    this.#organization = organization;
    this.#random = random;
    this.#running = Promise.all([
      ...Array.from({ length: CREATORS }, () => this.#repeatedly(() => this.#create(), COMMAND_PAUSE_MS)),
      ...Array.from({ length: REVOKERS }, () => this.#repeatedly(() => this.#revoke(), 2 * COMMAND_PAUSE_MS)),
      ...[...cluster.apiNodes.keys()].flatMap((node) =>
        Array.from({ length: VERIFIERS_A_NODE }, () => this.#repeatedly(() => this.#verify(node), VERIFY_PAUSE_MS)),
      ),
    ]);
  }

  get revoked(): TrackedKey[] {
    return this.keys.filter(({ revocation }) => revocation === 'acknowledged');
  }

  count(answer: string): number {
    return this.counts.get(answer) ?? 0;
  }

  /** Waits until so many more keys were created, as many half so often were revoked, and every node accepts again. */
  async goesOn(more: number, deadlineMs: number): Promise<void> {
    const accepted = (): number[] =>
      [...this.#cluster.apiNodes.keys()].map((node) => this.count(`node ${String(node)} 200 `));
    const [created, revoked, before] = [this.created.size, this.revoked.length, accepted()];
    await eventually(
      () =>
        this.violations.length > 0 ||
        (this.created.size >= created + more &&
          this.revoked.length >= revoked + more / 2 &&
          accepted().every((count, node) => count >= (before[node] ?? 0) + more)),
      deadlineMs,
    );
  }

  /** Lets each command end; one that was answered as unknown is repeated until it is known. */
  async stop(): Promise<void> {
    this.#going = false;
    await this.#running;
  }

  async #repeatedly(task: () => Promise<void>, pauseMs: number): Promise<void> {
    while (this.#going) {
      await task().catch((error: unknown) => this.violations.push(String(error)));
      await delay(pauseMs);
    }
  }

  async #create(): Promise<void> {
    const name = `key ${String(this.#names++)}`;
    const body = await this.#untilKnown('create', 201, `/v1/organizations/${this.#organization}/keys`, name, { name });
    this.created.set(name, String(body['id']));
    if (typeof body['secret'] !== 'string') return;
    const made = { id: String(body['id']), secret: body['secret'] };
    this.keys.push({ ...made, revocation: 'none', known: new Set(), refused: new Set() });
  }

  async #revoke(): Promise<void> {
    const left = this.keys.filter(({ revocation, known }) => revocation === 'none' && known.size > 0);
    if (left.length === 0) return;
    const key = this.#random.pick(left);
    key.revocation = 'sent';
    await this.#untilKnown('revoke', 200, `/v1/keys/${key.id}/revoke`, 'revoke', {});
    key.revocation = 'acknowledged';
  }

  async #untilKnown(
    verb: string,
    done: number,
    path: string,
    idempotencyKey: string,
    body: object,
  ): Promise<Answer['body']> {
    for (;;) {
      const authority = this.#random.below(this.#cluster.authorities.length);
      const answer = await this.#cluster.admin(authority).call('POST', path, body, { idempotencyKey });
      const code = typeof answer.body['code'] === 'string' ? answer.body['code'] : '';
      this.#note(`${verb} ${String(answer.status)} ${code}`);
      if (answer.status === done) return answer.body;
      const said = `${verb} at authority ${String(authority)}: ${String(answer.status)} ${JSON.stringify(answer.body)}`;
      if (answer.status !== 503 || !REPEAT.has(code)) throw new Error(said);
      await delay(COMMAND_PAUSE_MS);
    }
  }

  async #verify(node: number): Promise<void> {
    if (this.keys.length === 0) return;
    const key = this.#random.pick(this.keys);
    const wasRefused = key.refused.has(node);
    const wasKnown = key.known.has(node);
    const { status, reasonCode } = await this.#cluster.request(node, key.secret);
    this.#note(`node ${String(node)} ${String(status)} ${reasonCode}`);
    const said = `node ${String(node)} of ${key.id}: ${String(status)} ${reasonCode}`;
    if (status === 200) {
      if (wasRefused) this.violations.push(`${said} after it was refused (revocation ${key.revocation})`);
      key.known.add(node);
    } else if (reasonCode === 'revoked_key') {
      if (key.revocation === 'none') this.violations.push(`${said}, and nobody revoked it`);
      key.refused.add(node);
    } else if (reasonCode !== 'digest_key_unavailable' && (wasKnown || reasonCode !== 'invalid_key')) {
      // An authority that has not read of a new key yet may call it unknown.
      this.violations.push(said);
    }
  }

  #note(answer: string): void {
    this.counts.set(answer, this.count(answer) + 1);
  }
}
