import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitUntilReady } from './admin.ts';
import { kafkaJars } from './jars.ts';
import { prepareNode } from './node.ts';
import { reservePort } from './ports.ts';
import { nodeProperties, type NodePorts } from './properties.ts';
import type { TestKafka } from './start.ts';

/**
 * One or three brokers of Apache Kafka as child processes.
 * @throws NoKafka where this machine cannot run them
 */
export async function startLocalKafka(brokers: 1 | 3): Promise<TestKafka> {
  const jars = await kafkaJars();
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-kafka-'));
  const reserved = await Promise.all(Array.from({ length: brokers * 2 }, () => reservePort()));
  const ports = Array.from({ length: brokers }, (_, index): NodePorts => {
    const [broker, controller] = [reserved[index * 2]?.port ?? 0, reserved[index * 2 + 1]?.port ?? 0];
    return { id: index + 1, broker, controller };
  });
  const removeAll = (): void => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    for (const each of reserved) each.release();
  };
  // The brokers' own exit handler, registered with the first of them, runs before this one.
  const nodes = await Promise.all(
    ports.map((own) => {
      const home = join(folder, String(own.id));
      const properties = nodeProperties(own, ports, join(home, 'data'));
      return prepareNode({ id: own.id, port: own.broker, folder: home, jars, properties });
    }),
  );
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
    await waitUntilReady(bootstrap, brokers);
  } catch (error) {
    await stop();
    throw error;
  }
  return { bootstrap, nodes, stop };
}
