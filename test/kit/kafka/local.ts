import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitUntilReady } from './admin.ts';
import { kafkaJars } from './jars.ts';
import { type KafkaNode, prepareNode } from './node.ts';
import { type ReservedPort, reservePort } from './ports.ts';
import { type NodeLayout, nodeProperties } from './properties.ts';
import type { TestKafka } from './test-kafka.ts';

/** A node to be run, and what its JVM is told beside the usual; both may depend on the folder that it lives in. */
export interface PlannedNode {
  readonly layout: NodeLayout;
  readonly jvmOptions?: (home: string) => readonly string[];
}

/** What a cluster is made of; ports are reserved for as long as it runs. */
export type Plan = (reserve: () => Promise<number>) => Promise<readonly PlannedNode[]>;

/**
 * One or three brokers of Apache Kafka as child processes.
 * @throws NoKafka where this machine cannot run them
 */
export function startLocalKafka(brokers: 1 | 3): Promise<TestKafka> {
  return runPlan(async (reserve) => {
    const ports = await Promise.all(
      Array.from({ length: brokers }, async () => ({ broker: await reserve(), controller: await reserve() })),
    );
    const voters = new Map(ports.map(({ controller }, index) => [index + 1, `127.0.0.1:${String(controller)}`]));
    return ports.map(({ broker, controller }, index) => {
      const listener = { name: 'PLAINTEXT', port: broker, advertised: `127.0.0.1:${String(broker)}` };
      const layout = { id: index + 1, listeners: [listener], interBroker: 'PLAINTEXT', voters };
      return { layout: { ...layout, controllerPort: controller } };
    });
  });
}

/** Runs the planned nodes until they are stopped, or this process ends. */
export async function runPlan(plan: Plan): Promise<TestKafka> {
  const jars = await kafkaJars();
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-kafka-'));
  const reserved: ReservedPort[] = [];
  const removeAll = (): void => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    for (const each of reserved) each.release();
  };
  const planned = await plan(async () => {
    const port = await reservePort();
    reserved.push(port);
    return port.port;
  });
  // The brokers' own exit handler, registered with the first of them, runs before this one.
  const nodes = await Promise.all(planned.map((node) => prepare(node, folder, jars)));
  process.once('exit', removeAll);

  const stop = async (): Promise<void> => {
    // Nobody needs what they hold, and three in order wait for each other.
    await Promise.all(nodes.map((node) => node.kill('SIGKILL')));
    process.off('exit', removeAll);
    removeAll();
  };
  const bootstrap = nodes.map((node) => node.address);
  try {
    await Promise.all(nodes.map((node) => node.start()));
    await waitUntilReady(bootstrap, nodes.length);
  } catch (error) {
    await stop();
    throw error;
  }
  return { bootstrap, nodes, stop };
}

function prepare({ layout, jvmOptions }: PlannedNode, folder: string, jars: string): Promise<KafkaNode> {
  const home = join(folder, String(layout.id));
  return prepareNode({
    id: layout.id,
    port: layout.listeners[0]?.port ?? 0,
    folder: home,
    jars,
    properties: nodeProperties(layout, join(home, 'data')),
    jvmOptions: jvmOptions?.(home) ?? [],
  });
}
