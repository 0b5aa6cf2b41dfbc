import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { describeWithKafka } from '../kit/kafka/index.ts';

const run = promisify(execFile);

await describeWithKafka('an idle Kafka ledger', (brokers) => {
  test('uses under 1 % of a core with a follower waiting, prints no warning, and leaves nothing that holds the process', async () => {
    const child = join(import.meta.dirname, 'ledger-kafka-idle.child.ts');
    // Without a call to exit: it ends by itself only if every timer and connection has been let go of.
    const { stdout, stderr } = await run(process.execPath, [child, brokers.join(',')], { timeout: 30_000 });
    const { core, read } = JSON.parse(stdout) as { core: number; read: number };
    expect(stderr).toBe('');
    expect(read).toBe(3);
    expect(core).toBeLessThan(0.01);
  });
});
