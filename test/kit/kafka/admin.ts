import { type Admin, Kafka, logLevel } from 'kafkajs';

const READY_WITHIN_MS = 60_000;
const PROBE = 'keyledger-test-ready';

/** Runs something with an admin client that prints nothing and never retries. */
export async function withAdmin<T>(bootstrap: readonly string[], use: (admin: Admin) => Promise<T>): Promise<T> {
  const kafka = new Kafka({
    brokers: [...bootstrap],
    clientId: 'keyledger-test-kit',
    logLevel: logLevel.NOTHING,
    connectionTimeout: 1000,
    requestTimeout: 5000,
    retry: { retries: 0 },
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    return await use(admin);
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

/** Resolves when the brokers elect leaders for a new topic; an open port alone proves nothing. */
export async function waitUntilReady(bootstrap: readonly string[], replicationFactor: number): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS;
  for (;;) {
    try {
      await withAdmin(bootstrap, async (admin) => {
        const topics = [{ topic: PROBE, numPartitions: 1, replicationFactor }];
        await admin.createTopics({ topics, waitForLeaders: true, timeout: 2000 });
        await admin.deleteTopics({ topics: [PROBE] });
      });
      return;
    } catch (error) {
      if (performance.now() > deadline) throw new Error('Kafka did not become ready', { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
