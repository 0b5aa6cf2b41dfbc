import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { StreamVerifier } from '@keyledger/grpc';
import type { Cluster } from '../../kit/cluster.ts';
import { SeededRandom } from '../../kit/seeded.ts';
import type { HistoryFile } from '../history/history-file.ts';
import { authorityName, nodeName } from '../system/system.ts';
import { Client } from './client.ts';
import { Commander } from './commands.ts';
import { Keys } from './keys.ts';
import { authorityAskers, goOnAsking, nodeAskers } from './verifiers.ts';

const CLIENTS = 6;
const ORGANIZATION_PAUSES_EVERY_MS = 8_000;

/** Clients that command and clients that ask, from now until they are told to stop. */
export class Traffic {
  readonly #over = new AbortController();
  readonly #running: Promise<unknown>[] = [];
  readonly #streams: readonly StreamVerifier[];

  private constructor(streams: readonly StreamVerifier[]) {
    this.#streams = streams;
  }

  static async start(cluster: Cluster, history: HistoryFile, seed: number): Promise<Traffic> {
    const [steady, troubled] = [
      await cluster.admin().organization('steady'),
      await cluster.admin().organization('troubled'),
    ];
    const nodeToken = await readFile(join(cluster.folder, 'node-token'), 'utf8');
    const { askers, streams } = authorityAskers(cluster, nodeToken);
    const all = [...nodeAskers(cluster), ...askers];
    const keys = new Keys(
      [...cluster.apiNodes.keys()].map(nodeName).concat([...cluster.authorities.keys()].map(authorityName)),
    );
    const traffic = new Traffic(streams);
    const over = traffic.#over.signal;
    // Each has choices of its own, so that they do not depend on who is answered first.
    let stream = 0;
    const random = (): SeededRandom => new SeededRandom(seed + 7919 * ++stream);
    for (const asker of all) traffic.#running.push(goOnAsking(asker, keys, random(), history, over));
    for (let client = 0; client < CLIENTS; client += 1) {
      const own = random();
      const commander = new Commander(cluster, history, own);
      const organizationId = client === 0 ? troubled : steady;
      const options = { name: `client ${String(client)}`, organizationId, commander, keys, history, random: own };
      traffic.#running.push(new Client(options).goOn(over));
    }
    traffic.#running.push(pauseAndResume(new Commander(cluster, history, random()), troubled, random(), over));
    return traffic;
  }

  /** Resolves when everything that was under way has ended. */
  async stop(): Promise<void> {
    this.#over.abort();
    await Promise.all(this.#running);
    for (const stream of this.#streams) stream.close();
  }
}

/** A whole organization loses its authority, and gets it back. */
async function pauseAndResume(
  commander: Commander,
  organizationId: string,
  random: SeededRandom,
  over: AbortSignal,
): Promise<void> {
  for (let count = 0; !over.aborted; count += 1) {
    const verb = count % 2 === 0 ? 'pause' : 'resume';
    await delay(ORGANIZATION_PAUSES_EVERY_MS * random.between(0.1, 0.5), undefined, { signal: over }).catch(
      () => undefined,
    );
    const path = `/v1/organizations/${organizationId}/${verb}`;
    const idempotencyKey = `organization ${String(count)}`;
    await commander.send({ verb, path, body: {}, aggregate: organizationId, idempotencyKey });
  }
}
