import { type AuthorityAccess, createFeedFollower } from '@keyledger/grpc';
import { openKafkaFollower } from '@keyledger/ledger-kafka';
import type { LedgerFollower, Logger } from '@keyledger/ports';
import { type Values, kafkaConnection } from '@keyledger/service-kit';
import type { apiNodeSettings } from '../settings.ts';

export const CONNECTION_TIMEOUT_MS = 3_000;
export const REQUEST_TIMEOUT_MS = 4_000;

export interface OpenFollower {
  readonly follower: LedgerFollower;
  close(): Promise<void>;
}

/** What this node reads the ledger by: Kafka itself, or the authorities' feed. */
export async function openFollower(
  settings: Values<typeof apiNodeSettings.settings>,
  access: AuthorityAccess,
  logger: Logger,
): Promise<OpenFollower> {
  const { ledger } = settings;
  if (ledger.kind === 'authority') {
    return { follower: createFeedFollower({ ...access, logger }), close: () => Promise.resolve() };
  }
  const follower = await openKafkaFollower({
    ...kafkaConnection(ledger.brokers, settings),
    clientId: 'keyledger-api-node',
    connectionTimeoutMs: CONNECTION_TIMEOUT_MS,
    requestTimeoutMs: REQUEST_TIMEOUT_MS,
    logger,
  });
  return { follower, close: () => follower.close() };
}
