const HOUR_MS = 60 * 60 * 1_000;
const DAY_MS = 24 * HOUR_MS;
const MEBIBYTE = 1024 * 1024;

/** How the ledger's topic is created. `min.insync.replicas` depends on the number of replicas. */
export const SETTINGS = {
  // Compaction removes old no-ops, which share one key; anything else would remove events.
  'cleanup.policy': 'compact',
  // Far longer than any reader waits for what it has to see.
  'min.compaction.lag.ms': String(DAY_MS),
  // No later, however little there is to remove: so the no-ops of about two days are the most that there are.
  'max.compaction.lag.ms': String(2 * DAY_MS),
  'min.cleanable.dirty.ratio': '0.1',
  // What is still being written to is never compacted, so it must not last long.
  'segment.ms': String(HOUR_MS),
  'segment.bytes': String(64 * MEBIBYTE),
  // Times of the broker: a writer's wrong clock can neither get its records refused nor make them old enough to compact.
  'message.timestamp.type': 'LogAppendTime',
  'unclean.leader.election.enable': 'false',
  'max.message.bytes': '1048588',
  // As it was sent: compressed batches are not read.
  'compression.type': 'producer',
} as const;

/** What is known of a topic. */
export interface TopicFacts {
  /** How many are up. */
  readonly brokers: number;
  readonly partitions: number;
  readonly replicas: number;
  readonly settings: ReadonlyMap<string, string>;
  readonly maxBatchBytes: number;
}

/** Room for a batch's framing. */
const FRAMING_BYTES = 64 * 1024;

/** Everything that makes the topic unsafe for a ledger: the setting, its value, and what is allowed. */
export function problemsOf(facts: TopicFacts): string[] {
  const problems: string[] = [];
  const expect = (name: string, value: string | number | undefined, holds: boolean, allowed: string): void => {
    if (!holds) problems.push(`${name} is ${value === undefined ? 'unknown' : String(value)}, ${allowed}`);
  };
  const exactly = (name: string, ...allowed: readonly string[]): void => {
    const value = facts.settings.get(name);
    expect(name, value, value !== undefined && allowed.includes(value), `${allowed.join(' or ')} is allowed`);
  };
  const atLeast = (name: string, least: number): void => {
    const value = facts.settings.get(name);
    expect(name, value, value !== undefined && Number(value) >= least, `at least ${String(least)} is allowed`);
  };

  // Rules 16 and 20: what the order of the ledger, and its keeping what it has acknowledged, rest on.
  expect('partitions', facts.partitions, facts.partitions === 1, '1 is allowed');
  exactly('cleanup.policy', SETTINGS['cleanup.policy']);
  exactly('unclean.leader.election.enable', 'false');
  exactly('message.timestamp.type', 'LogAppendTime');
  exactly('compression.type', 'producer', 'uncompressed');
  atLeast('min.compaction.lag.ms', DAY_MS);
  atLeast('max.message.bytes', facts.maxBatchBytes + FRAMING_BYTES);
  // A broker that is down is not counted, but its replica is.
  if (Math.max(facts.brokers, facts.replicas) >= 3) {
    expect('replication.factor', facts.replicas, facts.replicas >= 3, 'at least 3 is allowed');
    atLeast('min.insync.replicas', 2);
  }
  const needed = Number(facts.settings.get('min.insync.replicas'));
  expect('min.insync.replicas', needed, !(needed > facts.replicas), `at most ${String(facts.replicas)} can be met`);
  return problems;
}

const LONGEST_LAG_MS = 7 * DAY_MS;

/**
 * What lets no-ops pile up: no danger, as nothing is lost by it, but the topic and every start from its beginning grow.
 * Topics that were made before the setting was lack it.
 */
export function growthOf({ settings }: TopicFacts): string[] {
  const lag = settings.get('max.compaction.lag.ms');
  if (Number(lag) <= LONGEST_LAG_MS) return [];
  const allowed = `at most ${String(LONGEST_LAG_MS)} is advised, such as ${SETTINGS['max.compaction.lag.ms']}`;
  return [`max.compaction.lag.ms is ${lag ?? 'unknown'}, ${allowed}`];
}
