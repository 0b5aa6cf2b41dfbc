import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cluster, freshTopic } from '../../kit/cluster.ts';
import { type NetworkedKafka, startNetworkedKafka } from '../../kit/kafka/networked.ts';
import { reservePort } from '../../kit/kafka/ports.ts';
import { Network, endpointText } from '../../kit/network/network.ts';
import { type Member, brokerMember, serviceMember } from './member.ts';

export interface SystemOptions {
  readonly brokers: 1 | 3;
  readonly authorities: number;
  readonly apiNodes: number;
  /** For every process of ours. */
  readonly env?: Readonly<Record<string, string>>;
  readonly upstream?: string;
}

export const authorityName = (index: number): string => `authority-${String(index)}`;
export const nodeName = (index: number): string => `node-${String(index)}`;

/** Brokers, authorities and API nodes as processes, with a network between any two that can be troubled. */
export class System implements AsyncDisposable {
  readonly network = new Network();
  readonly topic = freshTopic();
  readonly members: Member[] = [];
  readonly #undo: (() => Promise<unknown> | void)[] = [];
  #kafka: NetworkedKafka | undefined;
  #cluster: Cluster | undefined;

  /** Where everything is reached past the network. */
  get kafka(): NetworkedKafka {
    return started(this.#kafka);
  }

  get cluster(): Cluster {
    return started(this.#cluster);
  }

  /** @throws NoKafka where this machine cannot run the brokers */
  static async start(options: SystemOptions): Promise<System> {
    const system = new System();
    try {
      await system.#start(options);
      return system;
    } catch (error) {
      await system[Symbol.asyncDispose]();
      throw error;
    }
  }

  member(name: string): Member {
    const found = this.members.find((each) => each.name === name);
    if (found === undefined) throw new Error(`there is no ${name}`);
    return found;
  }

  /** Ends everything that was started, in reverse. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.network.apply(null);
    for (const member of this.members) member.thaw();
    const failures: unknown[] = [];
    for (const undo of this.#undo.splice(0).reverse()) {
      await Promise.resolve(undo()).catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }

  async #start({ brokers, authorities, apiNodes, env, upstream }: SystemOptions): Promise<void> {
    const [authorityNames, nodeNames] = [names(authorities, authorityName), names(apiNodes, nodeName)];
    const clients = [...authorityNames, ...nodeNames];
    this.#undo.push(() => this.network.close());
    this.#kafka = await startNetworkedKafka({ network: this.network, clients, brokers });
    this.#undo.push(() => this.kafka.stop());
    const ways = await this.#ways(authorityNames, nodeNames);
    this.#cluster = new Cluster(await mkdtemp(join(tmpdir(), 'keyledger-faults-')), {
      kafka: { bootstrap: this.kafka.bootstrap, topic: this.topic },
      authorities,
      apiNodes,
      envOf: (name) => ({ KEYLEDGER_LEDGER: `kafka:${this.kafka.bootstrapOf(name).join(',')}`, ...ways.get(name) }),
      ...(env === undefined ? {} : { env }),
      ...(upstream === undefined ? {} : { upstream }),
    });
    this.#undo.push(() => this.cluster.stop());
    await this.cluster.start();
    this.members.push(...this.kafka.nodes.map(brokerMember), ...this.#services());
  }

  /**
   * What each process is told of ports and addresses. Authorities keep theirs whether they run or not: a port of the
   * ephemeral range could be taken while one is away, even by a client of its own that keeps calling.
   */
  async #ways(
    authorityNames: readonly string[],
    nodeNames: readonly string[],
  ): Promise<Map<string, Record<string, string>>> {
    const reserve = async (): Promise<number> => {
      const { port, release } = await reservePort();
      this.#undo.push(release);
      return port;
    };
    const ways = new Map<string, Record<string, string>>();
    const known = new Map<string, string[]>(nodeNames.map((node) => [node, []]));
    for (const authority of authorityNames) {
      const [http, grpc, ops] = [await reserve(), await reserve(), await reserve()];
      ways.set(authority, {
        KEYLEDGER_AUTHORITY_HTTP_PORT: String(http),
        KEYLEDGER_AUTHORITY_GRPC_PORT: String(grpc),
        KEYLEDGER_AUTHORITY_OPS_PORT: String(ops),
      });
      const target = { host: '127.0.0.1', port: grpc };
      for (const node of nodeNames) {
        known.get(node)?.push(endpointText(await this.network.connect(node, authority, () => target)));
      }
    }
    for (const [node, authorities] of known) {
      ways.set(node, {
        KEYLEDGER_AUTHORITY: authorities.join(','),
        KEYLEDGER_API_NODE_HTTP_PORT: String(await reserve()),
        KEYLEDGER_API_NODE_OPS_PORT: String(await reserve()),
      });
    }
    return ways;
  }

  #services(): Member[] {
    const { cluster } = this;
    return [
      ...cluster.authorities.map((_, index) =>
        serviceMember(
          authorityName(index),
          'authority',
          () => started(cluster.authorities[index]),
          () => cluster.startAuthority(index),
        ),
      ),
      ...cluster.apiNodes.map((_, index) =>
        serviceMember(
          nodeName(index),
          'node',
          () => started(cluster.apiNodes[index]),
          () => cluster.startApiNode(index),
        ),
      ),
    ];
  }
}

const names = (count: number, nameOf: (index: number) => string): string[] =>
  Array.from({ length: count }, (_, index) => nameOf(index));

function started<T>(what: T | undefined): T {
  if (what === undefined) throw new Error('it has not been started');
  return what;
}
