import { join } from 'node:path';
import { spawnService } from '@keyledger/local';
import { startPeer } from './kit/child.ts';
import { type Benchmark, atLeast, informative } from './kit/entry.ts';
import { type LoadResult, load } from './kit/load.ts';
import { QUIET, makeKeys, startQuietCluster } from './kit/quiet-cluster.ts';
import { inTurns } from './kit/rounds.ts';
import { combine, ratios } from './kit/statistics.ts';

const ROUNDS = 5;
const ROUND_MS = 2_500;
const CONNECTIONS = 64;
const TARGET = 0.9;

/** A cached key checked and its request passed on, against a proxy that only passes on. */
export const proxy: Benchmark = {
  name: 'proxy',
  async run() {
    const cluster = await startQuietCluster({ authorities: 1, apiNodes: 0 });
    await using upstream = await startPeer('peer-upstream.ts');
    await using peer = await startPeer('peer-proxy.ts', upstream.address);
    const node = await spawnService('api-node', {
      ...QUIET,
      KEYLEDGER_LEDGER: 'authority',
      KEYLEDGER_AUTHORITY: cluster.authorities[0]?.addresses['grpc'],
      KEYLEDGER_NODE_TOKEN_FILE: join(cluster.folder, 'node-token'),
      KEYLEDGER_UPSTREAM: upstream.address,
      KEYLEDGER_API_NODE_HTTP_PORT: '0',
      KEYLEDGER_API_NODE_OPS_PORT: '0',
    });
    try {
      const [key] = await makeKeys(cluster, await cluster.admin().organization('bench'), 1);
      const side = (address: string, pid: number) => (): Promise<LoadResult> =>
        load({
          url: `${address}/hello`,
          headers: { authorization: `Bearer ${key?.secret ?? ''}`, accept: '*/*', 'user-agent': 'bench' },
          status: 200,
          connections: CONNECTIONS,
          durationMs: ROUND_MS,
          pid,
        });
      const measured = await inTurns(
        ROUNDS,
        side(node.addresses['http'] ?? '', node.pid),
        side(peer.address, peer.pid),
      );
      return entriesOf(measured.ours, measured.peer);
    } finally {
      await node.stop();
      await cluster.stop();
    }
  },
};

function entriesOf(ours: readonly LoadResult[], peer: readonly LoadResult[]) {
  const speed = (results: readonly LoadResult[]): number[] => results.map(({ perSecond }) => perSecond);
  const cost = (results: readonly LoadResult[]): number[] => results.map(({ cpuMicros }) => cpuMicros);
  return [
    atLeast(TARGET, 'proxy_throughput_ratio', 'of bare', ratios(speed(ours), speed(peer))),
    atLeast(
      TARGET,
      'proxy_cpu_ratio',
      'of bare',
      combine(cost(ours), cost(peer), (our, bare) => bare / our),
    ),
    informative('proxy_requests_per_second', '1/s', speed(ours)),
    informative('proxy_cpu_per_request', 'µs', cost(ours)),
    informative('proxy_bare_requests_per_second', '1/s', speed(peer)),
    informative('proxy_bare_cpu_per_request', 'µs', cost(peer)),
  ];
}
