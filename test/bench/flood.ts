import { startCluster } from '../kit/cluster.ts';
import { Flood } from '../kit/flood.ts';
import { unknownKey } from '../kit/keys.ts';
import { type Benchmark, atMost, informative } from './kit/entry.ts';
import { inTurns } from './kit/rounds.ts';
import { median, ratios } from './kit/statistics.ts';

const ROUNDS = 7;
const KEYS_A_ROUND = 5_000;
const TARGET = 2;

/**
 * What a flood of unknown keys does to a cached key's latency: against as many requests of as many clients that all
 * have a key which is cached.
 */
export const flood: Benchmark = {
  name: 'flood',
  async run() {
    const cluster = await startCluster({
      env: { KEYLEDGER_LOG_LEVEL: 'warn', KEYLEDGER_MISS_BURST: '100', KEYLEDGER_MISS_RATE: '10' },
    });
    try {
      const { secret } = await cluster.admin().key(await cluster.admin().organization('acme'));
      await using clients = new Flood(cluster.apiNodes[0]?.addresses['http'] ?? '', secret);
      const latency = async (secrets: readonly string[]): Promise<number> =>
        median((await clients.send(secrets)).latencies);
      const { ours, peer } = await inTurns(
        ROUNDS,
        () => latency(Array.from({ length: KEYS_A_ROUND }, unknownKey)),
        () => latency(Array.from({ length: KEYS_A_ROUND }, () => secret)),
      );
      return [
        atMost(TARGET, 'flood_cached_latency_ratio', 'of without', ratios(ours, peer)),
        informative('flood_cached_latency', 'ms', ours),
        informative('load_cached_latency', 'ms', peer),
      ];
    } finally {
      await cluster.stop();
    }
  },
};
