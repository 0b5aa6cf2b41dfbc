import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Cluster, type ClusterOptions, startCluster } from '../../kit/cluster.ts';
import type { MadeKey } from '../../kit/admin-client.ts';

/** As in operation: no debug lines; and no limit that a benchmark, which is one client, would meet. */
export const QUIET = {
  KEYLEDGER_LOG_LEVEL: 'warn',
  KEYLEDGER_COMMAND_BURST: '1000000',
  KEYLEDGER_COMMAND_RATE: '1000000',
  KEYLEDGER_MISS_BURST: '1000000',
  // So that `NODE_OPTIONS='--cpu-prof --cpu-prof-dir=…' npm run bench NAME` profiles the services too.
  NODE_OPTIONS: process.env['NODE_OPTIONS'] ?? '',
};

export const startQuietCluster = (options: ClusterOptions): Promise<Cluster> =>
  startCluster({ ...options, env: { ...QUIET, ...options.env } });

/** What an API node of this cluster proves itself with. */
export const nodeToken = (cluster: Cluster): Promise<string> => readFile(join(cluster.folder, 'node-token'), 'utf8');

const AT_ONCE = 50;

export async function makeKeys(cluster: Cluster, organizationId: string, count: number): Promise<MadeKey[]> {
  const admin = cluster.admin();
  const keys: MadeKey[] = [];
  while (keys.length < count) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - keys.length) }, () => admin.key(organizationId));
    keys.push(...(await Promise.all(some)));
  }
  return keys;
}
