import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import type { SharedKafka } from './gateway.ts';
import { startKafka } from './start.ts';
import type { TestKafka } from './test-kafka.ts';

/**
 * Vitest global setup: one broker for all suites of a run. Suites run in other processes and most runs need no Kafka,
 * so it starts when the first suite asks over a loopback address.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let starting: Promise<TestKafka> | undefined;
  const answer = async (): Promise<SharedKafka> => {
    try {
      return { bootstrap: (await (starting ??= startKafka({ brokers: 1 }))).bootstrap };
    } catch (error) {
      return { absent: error instanceof Error ? error.message : String(error) };
    }
  };
  const server = createServer((_request, response) => {
    void answer().then((shared) => response.end(JSON.stringify(shared)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  project.provide('kafkaGateway', `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
  return async () => {
    server.close();
    server.closeAllConnections();
    const kafka = await starting?.catch(() => undefined);
    await kafka?.stop();
  };
}
