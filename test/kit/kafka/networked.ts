import { writeFileSync, mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type Network, endpointText } from '../network/network.ts';
import { NoKafka } from './jars.ts';
import { type PlannedNode, runPlan } from './local.ts';
import type { Listener } from './properties.ts';
import type { TestKafka } from './test-kafka.ts';

/** Brokers, all of whose connections go through a network that can be troubled. */
export interface NetworkedKafka extends TestKafka {
  /** Where a client reaches each broker; `bootstrap` is the test's own way, which is never troubled. */
  bootstrapOf(client: string): readonly string[];
}

const KIT = 'KIT';
const PEERS = 'PEERS';

export const brokerName = (id: number): string => `broker-${String(id)}`;

export interface NetworkedOptions {
  readonly network: Network;
  /** Such as `node-0`. */
  readonly clients: readonly string[];
  readonly brokers: 1 | 3;
}

/**
 * Each client has a listener of its own at each broker, advertised as the beginning of its way to that broker. Brokers
 * call each other by name, and each has its own idea of where the others are: a loopback address that is its own.
 * @throws NoKafka where this machine cannot run it
 */
export async function startNetworkedKafka(options: NetworkedOptions): Promise<NetworkedKafka> {
  const { network, clients } = options;
  const ids = Array.from({ length: options.brokers }, (_, index) => index + 1);
  if (process.platform !== 'linux') throw new NoKafka('only Linux has more than one loopback address from the start');
  const bootstraps = new Map(clients.map((client): [string, string[]] => [client, []]));
  const kafka = await runPlan(async (reserve) => {
    const ports = new Map<number, { peers: number; controller: number }>();
    for (const id of ids) ports.set(id, { peers: await reserve(), controller: await reserve() });
    const voters = new Map(
      [...ports].map(([id, { controller }]) => [id, endpointText({ host: brokerName(id), port: controller })]),
    );
    const planned: PlannedNode[] = [];
    for (const [id, { peers, controller }] of ports) {
      for (const peer of ids.filter((each) => each !== id)) {
        for (const port of [peers, controller]) {
          const target = { host: '127.0.0.1', port };
          await network.connect(brokerName(peer), brokerName(id), () => target, { host: viewOf(peer), port });
        }
      }
      const listeners: Listener[] = [await kitListener(reserve), peersListener(id, peers)];
      for (const client of clients) {
        const port = await reserve();
        const target = { host: '127.0.0.1', port };
        const advertised = endpointText(await network.connect(client, brokerName(id), () => target));
        bootstraps.get(client)?.push(advertised);
        listeners.push({ name: client.toUpperCase().replaceAll('-', '_'), port, advertised });
      }
      const layout = { id, listeners, interBroker: PEERS, controllerPort: controller, voters, extra: EXTRA };
      planned.push({ layout, jvmOptions: (home) => [hostsFile(id, ids, home)] });
    }
    return planned;
  });
  return { ...kafka, bootstrapOf: (client) => bootstraps.get(client) ?? [] };
}

/** Nine listeners a broker need not have three threads each. */
const EXTRA = {
  'num.network.threads': '1',
  'num.io.threads': '4',
  // Moves the leader to where the test says that it belongs.
  'leader.imbalance.check.interval.seconds': '1',
};

const kitListener = async (reserve: () => Promise<number>): Promise<Listener> => {
  const port = await reserve();
  return { name: KIT, port, advertised: `127.0.0.1:${String(port)}` };
};

const peersListener = (id: number, port: number): Listener => ({
  name: PEERS,
  port,
  advertised: endpointText({ host: brokerName(id), port }),
});

/** Where this broker looks for all others. */
const viewOf = (id: number): string => `127.0.0.${String(10 + id)}`;

function hostsFile(id: number, all: readonly number[], home: string): string {
  const lines = all.map((each) => `${each === id ? '127.0.0.1' : viewOf(id)} ${brokerName(each)}\n`);
  const file = join(home, 'hosts');
  mkdirSync(home, { recursive: true });
  writeFileSync(file, [`127.0.0.1 localhost ${hostname()}\n`, ...lines].join(''));
  return `-Djdk.net.hosts.file=${file}`;
}
