/** A port of a broker, and what it tells others to come back to. */
export interface Listener {
  readonly name: string;
  readonly port: number;
  /** `host:port`. */
  readonly advertised: string;
}

/** One node of a cluster: broker and KRaft controller in one process. */
export interface NodeLayout {
  readonly id: number;
  /** The first is the test's own. */
  readonly listeners: readonly Listener[];
  /** The name of the listener that the other brokers use. */
  readonly interBroker: string;
  readonly controllerPort: number;
  /** `host:port` of every controller, by its node's id. */
  readonly voters: ReadonlyMap<number, string>;
  readonly extra?: Readonly<Record<string, string>>;
}

/** A node's configuration: no authentication, nothing created on demand. */
export function nodeProperties(node: NodeLayout, logs: string): string {
  const copies = String(Math.min(node.voters.size, 3));
  const voters = [...node.voters].map(([id, address]) => `${String(id)}@${address}`).join(',');
  const listeners = node.listeners.map(({ name, port }) => `${name}://127.0.0.1:${String(port)}`);
  const names = [...node.listeners.map(({ name }) => name), 'CONTROLLER'];
  return Object.entries({
    'process.roles': 'broker,controller',
    'node.id': String(node.id),
    'controller.quorum.voters': voters,
    listeners: [...listeners, `CONTROLLER://127.0.0.1:${String(node.controllerPort)}`].join(','),
    'advertised.listeners': node.listeners.map(({ name, advertised }) => `${name}://${advertised}`).join(','),
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': names.map((name) => `${name}:PLAINTEXT`).join(','),
    'inter.broker.listener.name': node.interBroker,
    'log.dirs': logs,
    'offsets.topic.replication.factor': copies,
    'transaction.state.log.replication.factor': copies,
    'min.insync.replicas': node.voters.size >= 3 ? '2' : '1',
    'default.replication.factor': copies,
    'unclean.leader.election.enable': 'false',
    'auto.create.topics.enable': 'false',
    'offsets.topic.num.partitions': '1',
    'group.initial.rebalance.delay.ms': '0',
    // A killed broker is noticed soon and comes back soon, and so is a follower that has stuck to a leader which hangs.
    'broker.session.timeout.ms': '3000',
    'broker.heartbeat.interval.ms': '500',
    'replica.lag.time.max.ms': '5000',
    'log.cleaner.backoff.ms': '500',
    ...node.extra,
  })
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
