import { PLAIN_REQUEST } from '@keyledger/domain';
import { StreamVerifier } from '@keyledger/grpc';
import { silentLogger } from '@keyledger/ports';
import { startPeer } from './kit/child.ts';
import { cpuMicros } from './kit/cpu.ts';
import { type Benchmark, atLeast, informative } from './kit/entry.ts';
import { makeKeys, nodeToken, startQuietCluster } from './kit/quiet-cluster.ts';
import { inTurns } from './kit/rounds.ts';
import { combine } from './kit/statistics.ts';

const KEYS = 2_000;
/** Callers that wait for their answer at once. */
const CALLERS = 2_048;
const ROUNDS = 5;
const ROUND_MS = 2_500;
const TARGET = 50_000;

interface Result {
  readonly perSecond: number;
  readonly serverMicros: number;
  readonly clientMicros: number;
}

/** Keys that no cache knows, asked by one API node's stream; the peer is the same stream to a server without work. */
export const verifyMiss: Benchmark = {
  name: 'verify-miss',
  async run() {
    const cluster = await startQuietCluster({ authorities: 1, apiNodes: 0 });
    await using empty = await startPeer('peer-empty-stream.ts');
    const authority = cluster.authorities[0];
    const token = await nodeToken(cluster);
    const open = (endpoint: string): StreamVerifier =>
      new StreamVerifier({ endpoints: [endpoint], token: () => token, logger: silentLogger });
    const ours = open(authority?.addresses['grpc'] ?? '');
    const peer = open(empty.address);
    try {
      const keys = await makeKeys(cluster, await cluster.admin().organization('bench'), KEYS);
      const secrets = keys.map(({ secret }) => secret);
      return entriesOf(
        await inTurns(
          ROUNDS,
          () => ask(ours, secrets, authority?.pid ?? 0),
          () => ask(peer, secrets, empty.pid),
        ),
      );
    } finally {
      ours.close();
      peer.close();
      await cluster.stop();
    }
  },
};

async function ask(verifier: StreamVerifier, secrets: readonly string[], pid: number): Promise<Result> {
  const startedAt = performance.now();
  const [server, client] = [cpuMicros(pid), cpuMicros(process.pid)];
  let next = 0;
  let answered = 0;
  const caller = async (): Promise<void> => {
    while (performance.now() - startedAt < ROUND_MS) {
      const secret = secrets[next++ % secrets.length] ?? '';
      const { reasonCode } = await verifier.verify({ ...PLAIN_REQUEST, secret });
      if (reasonCode !== '') throw new Error(`a good key was refused: ${reasonCode}`);
      answered += 1;
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return {
    perSecond: answered / ((performance.now() - startedAt) / 1000),
    serverMicros: (cpuMicros(pid) - server) / answered,
    clientMicros: (cpuMicros(process.pid) - client) / answered,
  };
}

function entriesOf({ ours, peer }: { ours: readonly Result[]; peer: readonly Result[] }) {
  const server = ours.map(({ serverMicros }) => serverMicros);
  const bare = peer.map(({ serverMicros }) => serverMicros);
  return [
    // One client on the same machine does not keep an authority's core busy, so its capacity is what a key costs it.
    atLeast(
      TARGET,
      'verify_miss_per_authority_core',
      '1/s',
      server.map((micros) => 1e6 / micros),
    ),
    informative(
      'verify_miss_cpu_ratio',
      'of empty',
      combine(server, bare, (our, empty) => empty / our),
    ),
    informative(
      'verify_miss_per_second',
      '1/s',
      ours.map(({ perSecond }) => perSecond),
    ),
    informative('verify_miss_authority_cpu', 'µs', server),
    informative(
      'verify_miss_client_cpu',
      'µs',
      ours.map(({ clientMicros }) => clientMicros),
    ),
    informative('verify_miss_empty_cpu', 'µs', bare),
    informative(
      'verify_miss_empty_per_second',
      '1/s',
      peer.map(({ perSecond }) => perSecond),
    ),
  ];
}
