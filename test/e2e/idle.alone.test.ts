import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { ServiceProcess } from '@keyledger/local';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, freshTopic, startCluster } from '../kit/cluster.ts';
import { describeWithKafka } from '../kit/kafka/index.ts';

/** Until what was compiled and collected after the start is done with; a process that has just started takes twice as much. */
const SETTLE_MS = 10_000;
const MEASURE_MS = 10_000;
const WINDOWS = 6;
const MAX_SHARE_OF_A_CORE = 0.01;
/** USER_HZ, which is 100 on every Linux that Node runs on (man 5 proc_pid_stat). */
const TICKS_PER_SECOND = 100;

/** User and system time of all its threads so far, in seconds. */
function cpuSeconds({ pid }: ServiceProcess): number {
  const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  // Behind the name in parentheses: utime and stime are the fields 14 and 15 of the whole.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** How much of a core each uses, from 0 to 1. The time itself is what is measured; nothing is waited for. */
async function sharesOfACore(services: readonly ServiceProcess[]): Promise<number[]> {
  const before = services.map(cpuSeconds);
  const startedAt = performance.now();
  await delay(MEASURE_MS);
  const seconds = (performance.now() - startedAt) / 1000;
  return services.map((service, index) => (cpuSeconds(service) - (before[index] ?? 0)) / seconds);
}

const isIdle = (shares: readonly number[]): boolean =>
  shares.length > 0 && shares.every((share) => share < MAX_SHARE_OF_A_CORE);

describe('idle, on the embedded ledger', () => {
  idleServices(() => startCluster({}));
});

await describeWithKafka('idle, on Kafka', (bootstrap) => {
  idleServices(() => startCluster({ kafka: { bootstrap, topic: freshTopic() } }));
});

function idleServices(start: () => Promise<Cluster>): void {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await start();
    // Having worked before, with every connection open.
    const { secret } = await cluster.admin().key(await cluster.admin().organization('acme'));
    expect((await cluster.request(0, secret)).status).toBe(200);
  });
  afterAll(() => cluster.stop());

  it.skipIf(process.platform !== 'linux')('every service uses under 1 % of a core', async () => {
    const services = [...cluster.authorities, ...cluster.apiNodes];
    await delay(SETTLE_MS);
    let shares: number[] = [];
    // Whatever else the machine does makes the same work take longer, never shorter, and one window in ten or so has a large
    // garbage collection in it: the least busy one tells most.
    for (let window = 1; window <= WINDOWS && !isIdle(shares); window++) {
      const measured = await sharesOfACore(services);
      shares = measured.map((share, index) => Math.min(share, shares[index] ?? 1));
    }
    console.log(services.map(({ name }, index) => `${name} ${((shares[index] ?? 1) * 100).toFixed(2)} %`).join(', '));
    expect(shares).toHaveLength(services.length);
    expect(Math.max(...shares)).toBeLessThan(MAX_SHARE_OF_A_CORE);
  });

  it('no timer is set to a time that has passed', () => {
    expect(cluster.logs.filter((line) => line.includes('TimeoutNegativeWarning'))).toEqual([]);
  });
}
