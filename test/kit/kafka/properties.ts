/** The ports of one node of a cluster. */
export interface NodePorts {
  readonly id: number;
  readonly broker: number;
  readonly controller: number;
}

/** A node's configuration: broker and KRaft controller in one process, no authentication, nothing created on demand. */
export function nodeProperties(self: NodePorts, all: readonly NodePorts[], logs: string): string {
  const copies = String(Math.min(all.length, 3));
  const voters = all.map((node) => `${String(node.id)}@127.0.0.1:${String(node.controller)}`).join(',');
  const listener = `PLAINTEXT://127.0.0.1:${String(self.broker)}`;
  return Object.entries({
    'process.roles': 'broker,controller',
    'node.id': String(self.id),
    'controller.quorum.voters': voters,
    listeners: `${listener},CONTROLLER://127.0.0.1:${String(self.controller)}`,
    'advertised.listeners': listener,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': logs,
    'offsets.topic.replication.factor': copies,
    'transaction.state.log.replication.factor': copies,
    'min.insync.replicas': all.length >= 3 ? '2' : '1',
    'default.replication.factor': copies,
    'unclean.leader.election.enable': 'false',
    'auto.create.topics.enable': 'false',
    'offsets.topic.num.partitions': '1',
    'group.initial.rebalance.delay.ms': '0',
    // A killed broker is noticed soon and comes back soon.
    'broker.session.timeout.ms': '3000',
    'broker.heartbeat.interval.ms': '500',
    'log.cleaner.backoff.ms': '500',
  })
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
