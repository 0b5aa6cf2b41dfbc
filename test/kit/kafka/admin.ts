import { stopIdleTimer } from '@keyledger/ledger-kafka';
import { type Admin, Kafka, logLevel } from 'kafkajs';

const READY_WITHIN_MS = 60_000;
const PROBE = 'keyledger-test-ready';

/** Runs something with an admin client that prints nothing and never retries, at the first broker that is up. */
export async function withAdmin<T>(bootstrap: readonly string[], use: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = await connected(bootstrap);
  try {
    return await use(admin);
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

async function connected([first, ...others]: readonly string[]): Promise<Admin> {
  if (first === undefined) throw new Error('no broker is up');
  const admin = adminAt(first);
  try {
    await admin.connect();
    return admin;
  } catch (error) {
    await admin.disconnect().catch(() => undefined);
    if (others.length === 0) throw error;
    return connected(others);
  }
}

function adminAt(broker: string): Admin {
  stopIdleTimer();
  const kafka = new Kafka({
    brokers: [broker],
    clientId: 'keyledger-test-kit',
    logLevel: logLevel.NOTHING,
    connectionTimeout: 1000,
    requestTimeout: 5000,
    retry: { retries: 0 },
  });
  return kafka.admin();
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
